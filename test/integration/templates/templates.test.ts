import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contactHandlers } from '@core/contacts/contacts'
import { starterTemplates } from '@core/templates/starter-templates'
import { templateHandlers } from '@core/templates/templates'
import { measureText } from '@shared/domain/segment'
import { createTestContext, type TestContext } from '../../helpers/core-context'

let context: TestContext
const handlers = () => templateHandlers(context)
beforeEach(() => (context = createTestContext()))
afterEach(() => context.close())

describe('templates', () => {
  it('are kept by name, whatever its case', async () => {
    const saved = await handlers()['templates.save']({ name: 'École', body: 'Bonjour {{ Nom }}' })
    await expect(handlers()['templates.save']({ name: 'éCOLE', body: 'x' })).rejects.toMatchObject({
      code: 'template_exists',
    })
    await handlers()['templates.save']({ id: saved.id, name: 'ÉCOLE', body: 'y' })
    expect(await handlers()['templates.list']()).toMatchObject([{ id: saved.id, name: 'ÉCOLE', body: 'y' }])
    await expect(handlers()['templates.save']({ id: 99, name: 'z', body: 'z' })).rejects.toMatchObject({
      code: 'unknown_template',
    })
  })

  it('come back when the removal is undone', async () => {
    const { id } = await handlers()['templates.save']({ name: 'A', body: 'b' })
    const { undoId } = await handlers()['templates.remove']({ id })
    expect(await handlers()['templates.list']()).toEqual([])
    expect(await contactHandlers(context)['undo.restore']({ undoId: undoId!, jobId: 'undo' })).toBe(1)
    expect(await handlers()['templates.list']()).toMatchObject([{ name: 'A', body: 'b' }])
  })
})

describe('starter templates', () => {
  it.each([...starterTemplates.fr, ...starterTemplates.en].map(({ name, body }) => [name, body] as const))(
    '%s fits one cheap segment with short values',
    (_, body) => {
      const text = body.replace(/\{\{[^}]*\}\}/g, 'xxxxxxxx')
      expect(measureText(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 })
    },
  )
})
