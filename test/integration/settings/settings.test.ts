import { afterEach, beforeEach, expect, it } from 'vitest'
import { settingsHandlers } from '@core/settings/settings'
import { defaultSettings, writeMark } from '@core/storage/setting'
import { createTestContext, type TestContext } from '../../helpers/core-context'

let context: TestContext
beforeEach(() => (context = createTestContext()))
afterEach(() => context.close())

it('are the defaults in a new database', async () => {
  expect(await settingsHandlers(context)['settings.get']()).toEqual(defaultSettings)
})

it('keep what was changed and nothing else, with a line in the audit log', async () => {
  const saved = await settingsHandlers(context)['settings.save']({ theme: 'dark', quietHours: null })
  expect(saved).toEqual({ ...defaultSettings, theme: 'dark', quietHours: null })
  expect(context.settings()).toEqual(saved)
  expect(context.db.prepare('SELECT action, subject FROM audit_entry').all()).toEqual([
    { action: 'settings.save', subject: 'theme, quietHours' },
  ])
  expect(context.told).toContainEqual({ name: 'data.changed', payload: { noun: 'settings' } })
})

it('replace a damaged or impossible value by its default and keep the others', async () => {
  await settingsHandlers(context)['settings.save']({ theme: 'dark', country: 'TG' })
  const damage = context.db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)')
  damage.run('language', '{not json')
  damage.run('defaultConcurrency', '9999')
  damage.run('textZoom', '"big"')
  damage.run('__proto__', '{"theme":"light"}')
  damage.run('from a newer version', '1')
  writeMark(context.db, 'theme', '"light"')
  expect(context.settings()).toEqual({ ...defaultSettings, theme: 'dark', country: 'TG' })
})
