import { describe, expect, it } from 'vitest'
import { automaticReading } from '@shared/contract/recipients'
import { AppError, wireError } from '@shared/errors'
import { listFileExtensions } from '@shared/list-file-extensions'
import { createFileGrants } from '../../../electron/main/file-grants'
import { createRequestGate, type Handlers, type Sender } from '../../../electron/main/request-gate'

const window: Sender = { url: 'app://griot/', isOwnWindow: true }

function gateWith(handlers: Partial<Handlers>, log: string[] = []) {
  const grants = createFileGrants('/data')
  const note = (event: string, details?: object) => void log.push(`${event} ${JSON.stringify(details)}`)
  const asked: string[] = []
  const gate = createRequestGate({
    isTrusted: (sender) => sender.isOwnWindow && sender.url.startsWith('app://griot/'),
    grants,
    log: { debug: note, info: note, warn: note, error: note },
    handlerFor: (name) => {
      asked.push(name)
      return handlers[name]!
    },
  })
  return { gate, grants, asked, log }
}

describe('the request gate', () => {
  it('gives the handler the parsed input and the window its value', async () => {
    const { gate } = gateWith({ 'accounts.remove': (input) => Promise.resolve(input as never) })
    expect(await gate(window, 'accounts.remove', { id: 3, more: 'dropped' })).toEqual({ ok: true, value: { id: 3 } })
  })

  it.each([
    ['another site', { url: 'https://example.org/', isOwnWindow: true }],
    ['a frame inside the window', { url: 'app://griot/', isOwnWindow: false }],
    ['a frame that is gone', { url: '', isOwnWindow: false }],
  ])('refuses %s before anything else happens', async (_, sender) => {
    const { gate, asked } = gateWith({})
    expect(await gate(sender, 'accounts.remove', { id: 3 })).toMatchObject({ ok: false })
    expect(asked).toEqual([])
  })

  it.each(['no.such', '__proto__', 'toString', 7, null, undefined, { name: 'accounts.list' }])(
    'refuses the name %s',
    async (name) => {
      const { gate, asked } = gateWith({})
      expect(await gate(window, name, undefined)).toMatchObject({ ok: false, error: { code: 'internal' } })
      expect(asked).toEqual([])
    },
  )

  it.each([
    ['a string for an id', 'accounts.remove', { id: '3' }],
    ['nothing', 'accounts.remove', undefined],
    ['something for nothing', 'accounts.list', { id: 1 }],
    ['a page of a million', 'audit.page', { search: '', from: null, to: null, offset: 0, limit: 1_000_000 }],
    ['an unknown menu command', 'menu.setState', { disabled: ['app.destroy'] }],
  ])('refuses %s', async (_, name, input) => {
    const { gate, asked, log } = gateWith({})
    expect(await gate(window, name, input)).toMatchObject({ ok: false })
    expect(asked).toEqual([])
    expect(log.join()).toContain(name)
  })

  it('lets every kind of list be chosen in the dialog of the system', async () => {
    const { gate } = gateWith({ 'dialog.openFile': () => Promise.resolve('/chosen') })
    const filters = [{ name: 'Listes', extensions: [...listFileExtensions] }]
    expect(await gate(window, 'dialog.openFile', { title: 'Liste', filters })).toEqual({ ok: true, value: '/chosen' })
  })

  it('names the file that nobody chose, without its folder', async () => {
    const { gate, asked } = gateWith({})
    const read = { source: { kind: 'file', path: '/home/me/secret/list.csv', options: automaticReading } }
    const input = { id: 1, ...read, mapping: null, jobId: 'a' }
    expect(await gate(window, 'drafts.addSource', input)).toEqual({
      ok: false,
      error: wireError('file_not_chosen', { file: 'list.csv' }),
    })
    expect(asked).toEqual([])
  })

  it('refuses to write where the person did not choose', async () => {
    const { gate, grants, asked } = gateWith({ 'audit.export': () => Promise.resolve(1) })
    expect(await gate(window, 'audit.export', { path: '/home/me/.bashrc' })).toMatchObject({ ok: false })
    expect(asked).toEqual([])
    grants.grant('/home/me/audit.csv', 'write')
    expect(await gate(window, 'audit.export', { path: '/home/me/audit.csv' })).toEqual({ ok: true, value: 1 })
  })

  it('passes the error of core on as it is', async () => {
    const { gate } = gateWith({
      'accounts.get': () => Promise.reject(new AppError('unknown_account', { account: 'X' })),
    })
    expect(await gate(window, 'accounts.get', { id: 1 })).toEqual({
      ok: false,
      error: { kind: 'config', code: 'unknown_account', params: { account: 'X' } },
    })
  })

  it('keeps the text of a bug to the log', async () => {
    const { gate, log } = gateWith({ 'accounts.get': () => Promise.reject(new Error('column secret_key')) })
    expect(JSON.stringify(await gate(window, 'accounts.get', { id: 1 }))).not.toContain('secret_key')
    expect(log.join()).toContain('column secret_key')
  })
})
