/** settings.get and settings.save. The listener's settings are changed by receipts.listen alone, which starts and stops it. */
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { readSettings, writeSettings } from '../storage/setting'

export function settingsHandlers(context: CoreContext): Pick<CoreHandlers, 'settings.get' | 'settings.save'> {
  const { db, clock, events, actor } = context
  return {
    'settings.get': () => Promise.resolve(readSettings(db)),

    'settings.save': async (patch) => {
      await Promise.resolve()
      const changed = Object.entries(patch).filter(([, value]) => value !== undefined)
      if (changed.length > 0) {
        db.transaction(() => {
          writeSettings(db, Object.fromEntries(changed))
          appendAudit(db, {
            at: clock.now(),
            actor,
            action: 'settings.save',
            subject: changed.map(([key]) => key).join(', '),
          })
        }).immediate()
        events.emit('data.changed', { noun: 'settings' })
      }
      return readSettings(db)
    },
  }
}
