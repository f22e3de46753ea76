/** templates.*: the library of texts. A text is checked where it is used, so an unfinished one can be kept. */
import { assertShown } from '@shared/domain/typed-name'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { keepRemoved } from '../storage/removed-record'
import { deleteTemplate, listTemplates, saveTemplate, templateById } from '../storage/template'

export function templateHandlers(
  context: CoreContext,
): Pick<CoreHandlers, 'templates.list' | 'templates.save' | 'templates.remove'> {
  const { db, clock, events, actor } = context
  const changed = (): void => events.emit('data.changed', { noun: 'templates' })
  return {
    'templates.list': () => Promise.resolve(listTemplates(db)),

    'templates.save': async (input) => {
      await Promise.resolve()
      assertShown(input.name)
      const id = db
        .transaction(() => {
          const saved = saveTemplate(db, input, clock.now())
          appendAudit(db, { at: clock.now(), actor, action: 'template.save', subject: input.name })
          return saved
        })
        .immediate()
      changed()
      return templateById(db, id)
    },

    'templates.remove': async ({ id }) => {
      await Promise.resolve()
      const undoId = db
        .transaction(() => {
          const template = templateById(db, id)
          deleteTemplate(db, id)
          appendAudit(db, { at: clock.now(), actor, action: 'template.remove', subject: template.name })
          return keepRemoved(db, 'template', template, clock.now())
        })
        .immediate()
      changed()
      return { count: 1, undoId }
    },
  }
}
