/** What scripts rely on: the shape of every document, one on stdout, the general options anywhere, the exit codes. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCli, type CliResult } from '../../helpers/cli'

const cli = createCli()
const file = (name: string): string => join(cli.dataDir, name)
const run = (...args: readonly string[]): Promise<CliResult> => cli.run([...args, '--json'])
const text = expect.any(String) as string
const number = expect.any(Number) as number

/** The one document of a command that goes well. */
async function document<Value>(...args: readonly string[]): Promise<Value> {
  const result = await run(...args)
  expect({ args, code: result.code, stderr: result.stderr }).toEqual({ args, code: 0, stderr: '' })
  const documents = result.json<Value>()
  expect(documents).toHaveLength(1)
  expect(result.stdout).toMatch(/\n$/)
  return documents[0] as Value
}

const states = [
  'pending',
  'sending',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'failed',
  'unknown',
  'cancelled',
]

beforeAll(() => {
  writeFileSync(
    file('people.csv'),
    'Nom;Tel;Dette\nAnna;677123456;10\nBob;6 99 00 11 22;\nBad;12;5\nDup;+237677123456;1\nÇa;697000200;3\n',
  )
})
afterAll(() => cli.remove())

describe('without sending', () => {
  it('griot gateways', async () => {
    const gateways = await document<{ id: string; credentials: { key: string }[]; abilities: object }[]>('gateways')
    expect(gateways.map(({ id }) => id)).toEqual(['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup', 'sandbox'])
    expect(gateways.map(({ credentials }) => credentials.map(({ key }) => key))).toEqual([
      ['apiKey', 'clientId'],
      ['apiKey'],
      ['apiKey', 'password'],
      ['apiKey', 'password'],
      [],
    ])
  })

  it('griot account add, list, test, remove', async () => {
    const options = ['--sender', 'Moi', '--country', 'cm', '--price', '12,5', '--max-rate', '20', '--no-keychain']
    const added = await document('account', 'add', 'Ma boutique', '--gateway', 'kingsmspro', ...options)
    expect(added).toEqual({
      account: 'Ma boutique',
      gateway: 'kingsmspro',
      sender: 'Moi',
      baseUrl: 'https://edok-api.kingsmspro.org/api/v1',
      country: 'CM',
      currency: 'XAF',
      price: '12.5',
      maxRate: 20,
      keychain: false,
      secrets: [],
    })
    expect(await document<object[]>('account', 'list')).toContainEqual(added)
    const again = await run('account', 'add', 'ma boutique', '--gateway', 'sandbox')
    expect(again.code).toBe(2)
    expect(again.json()).toEqual([{ error: { code: 'account_exists', message: text } }])
    const keyless = await run('account', 'test', 'Ma boutique')
    expect(keyless.code).toBe(2)
    expect(keyless.stderr).toContain('GRIOT_SECRET_MA_BOUTIQUE_API_KEY')
    expect(await document('account', 'remove', 'MA BOUTIQUE')).toEqual({ account: 'Ma boutique', removed: true })
    expect(await document('account', 'test', 'sandbox')).toMatchObject({ gateway: 'sandbox', ok: true, checked: true })
  })

  it('griot balance', async () => {
    const [balance] = await document<object[]>('balance')
    expect(balance).toEqual({
      account: text,
      gateway: 'sandbox',
      balance: number,
      unit: 'sms',
      figures: expect.any(Object) as object,
      error: null,
    })
  })

  it('griot inspect', async () => {
    const inspected = await document<Record<string, unknown>>('inspect', file('people.csv'))
    expect(inspected).toMatchObject({
      encoding: 'utf-8',
      delimiter: ';',
      header: true,
      columns: ['Nom', 'Tel', 'Dette'],
      mapping: { phone: 'Tel', name: 'Nom' },
      rows: 5,
      valid: 3,
      invalid: 1,
      duplicate: 1,
      problems: [{ line: 4, column: 'Tel', value: '12', reason: 'too_short' }],
    })
  })

  it('griot preview', async () => {
    const template = ['--template', '{{ Nom }} ça {{ Dette }}']
    const all = await document<Record<string, unknown>[]>('preview', '--csv', file('people.csv'), ...template)
    expect(all).toEqual([
      {
        row: 1,
        line: 2,
        to: '+237677123456',
        text: 'Anna ça 10',
        encoding: 'UCS-2',
        segments: 1,
        costly: [{ char: 'ç', replace: 'c' }],
        missing: [],
        notices: [],
      },
      expect.objectContaining({ row: 2, line: 3, to: '+237699001122', missing: ['Dette'] }),
      expect.objectContaining({ row: 5, line: 6, to: '+237697000200', text: 'Ça ça 3' }),
    ])
    expect(await document('preview', '--csv', file('people.csv'), ...template, '--limit', '2')).toEqual(all.slice(0, 2))
    expect(await document('preview', '--csv', file('people.csv'), ...template, '--row', '5')).toEqual(all.slice(2))
    // a row that gets nothing
    expect(await document('preview', '--csv', file('people.csv'), ...template, '--row', '3')).toEqual([])
    const [plain] = await document<object[]>('preview', '--csv', file('people.csv'), ...template, '--transliterate')
    expect(plain).toMatchObject({ text: 'Anna ca 10', encoding: 'GSM-7', costly: [] })
  })

  it('griot import, contacts and optout', async () => {
    const imported = ['import', file('people.csv'), '--group', 'Clients', '--rejects', file('bad.csv')]
    expect(await document(...imported)).toMatchObject({
      rows: 5,
      valid: 3,
      invalid: 1,
      duplicate: 1,
      added: 3,
      updated: 0,
    })
    expect(readFileSync(file('bad.csv'), 'utf8')).toMatch(/12/)
    expect(await document(...imported)).toMatchObject({ added: 0, unchanged: 3 })
    const contacts = await document<object[]>('contacts', 'list', '--group', 'clients')
    expect(contacts).toHaveLength(3)
    expect(contacts).toContainEqual({
      phone: '+237677123456',
      name: 'Anna',
      fields: { Dette: '10' },
      groups: ['Clients'],
      optedOut: false,
    })
    expect(await document('contacts', 'export', '--out', file('out.csv'))).toEqual({ file: file('out.csv'), rows: 3 })
    expect(await document('optout', 'add', '699 00 11 22', '--reason', 'STOP')).toEqual({ added: 1 })
    expect(await document('optout', 'list')).toEqual([
      { phone: '+237699001122', name: 'Bob', reason: 'STOP', source: 'person', createdAt: text },
    ])
    expect(await document('optout', 'import', file('people.csv'), '--map', 'phone=Tel')).toMatchObject({ added: 2 })
    expect(await document('optout', 'export', '--out', file('optouts.csv'), '--search', 'stop')).toEqual({
      file: file('optouts.csv'),
      rows: 1,
    })
    const numbers = ['677123456', '+237697000200', '00237 699 00 11 22']
    expect(await document('optout', 'remove', ...numbers)).toEqual({ removed: 3 })
    expect(await document('contacts', 'remove', '697 00 02 00')).toEqual({ removed: 1 })
  })

  it('griot backup, restore and doctor', async () => {
    expect(await document('backup', file('copy.sqlite'))).toEqual({
      file: file('copy.sqlite'),
      bytes: number,
      encrypted: false,
    })
    expect(await document('restore', file('copy.sqlite'))).toEqual({
      restored: file('copy.sqlite'),
      setAside: text,
      lost: [],
    })
    const checks = await document<{ name: string; state: string }[]>('doctor')
    expect(checks.map(({ name }) => name)).toEqual(['database', 'disk', 'keychain', 'clock', 'backup', 'gateway'])
    expect(checks[0]).toEqual({
      name: 'database',
      subject: null,
      state: 'ok',
      detail: expect.any(Object) as object,
      error: null,
    })
  })
})

describe('griot send', () => {
  const send = (...more: readonly string[]): readonly string[] => [
    'send',
    '--account',
    'sandbox',
    '--csv',
    file('people.csv'),
    // an option given twice is refused
    ...(more.includes('--template') ? [] : ['--template', 'Bonjour {{ Nom }}']),
    ...more,
  ]

  it('--dry-run plans and leaves nothing', async () => {
    // what is warned of depends on the hour of this computer too: quiet hours
    const { warnings, ...planned } = await document<Record<string, unknown>>(...send('--dry-run'))
    expect(warnings).toContainEqual({ code: 'rehearsal', message: expect.any(String) as string })
    expect(planned).toEqual({
      event: 'planned',
      campaign: number,
      recipients: 3,
      excluded: { invalid: 1, duplicate: 1, optedOut: 0, emptyField: 0, repeated: 0 },
      segments: 3,
      cost: 45,
      currency: 'XAF',
      notices: [],
    })
    expect(await document('campaign', 'list')).toEqual([])
  })

  it('tells planned, progress and finished, and ends with 3 where some were refused', async () => {
    // the sandbox refuses numbers that end in 00
    const result = await run(...send('--yes', '--name', 'Rappel'))
    expect(result).toMatchObject({ code: 3, stderr: '' })
    const events = result.json<Record<string, unknown>>()
    const last = events.at(-1)
    expect(events[0]).toMatchObject({ event: 'planned', recipients: 3 })
    expect(events.slice(1, -1).every(({ event }) => event === 'progress')).toBe(true)
    expect(last).toEqual({
      event: 'finished',
      campaign: events[0]?.campaign,
      accepted: 2,
      rejected: 1,
      failed: 0,
      unknown: 0,
      pending: 0,
      seconds: number,
    })
    const shown = await document<{ counts: Record<string, number> }>('campaign', 'show', String(last?.campaign))
    expect(shown).toMatchObject({ campaign: last?.campaign, name: 'Rappel', state: 'finished', recipients: 3 })
    expect(Object.keys(shown.counts).sort()).toEqual([...states].sort())
    expect(Object.values(shown.counts).reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(await document('campaign', 'export', String(last?.campaign), '--out', file('report.csv'))).toEqual({
      file: file('report.csv'),
      rows: 3,
    })
  })

  it('is told about once a second how it goes', async () => {
    const result = await run(...send('--yes', '--rate', '0.8', '--template', 'Encore {{ Nom }}'), '--allow-duplicates')
    const progress = result.json<Record<string, unknown>>().filter(({ event }) => event === 'progress')
    expect(progress.length).toBeGreaterThanOrEqual(2)
    expect(progress.length).toBeLessThanOrEqual(6)
    expect(progress[0]).toEqual({
      event: 'progress',
      accepted: number,
      rejected: number,
      unknown: number,
      pending: number,
      rate: number,
    })
  })

  it('--at schedules', async () => {
    const events = (await run(...send('--yes', '--at', '2099-12-01T09:00', '--template', 'Plus tard'))).json<{
      event: string
    }>()
    expect(events.at(-1)).toEqual({
      event: 'scheduled',
      campaign: number,
      at: new Date('2099-12-01T09:00').toISOString(),
    })
  })

  it('leaves out who got the same text in the last 24 hours', async () => {
    const [planned, failure] = (await run(...send('--yes'))).json<Record<string, unknown>>()
    // refused is not got: that one may be tried again
    expect(planned).toMatchObject({ recipients: 1, excluded: { repeated: 2 } })
    expect(failure).toBeDefined()
  })

  it('is in the history', async () => {
    const messages = await document<Record<string, unknown>[]>(
      'history',
      '--number',
      '677 12 34 56',
      '--text',
      'Bonjour',
    )
    expect(messages).toEqual([
      {
        message: number,
        campaign: number,
        name: 'Rappel',
        account: text,
        to: '+237677123456',
        text: 'Bonjour Anna',
        encoding: 'GSM-7',
        segments: 1,
        status: expect.stringMatching(/accepted|delivered/) as string,
        attempts: 1,
        gatewayMessageId: text,
        error: null,
        acceptedAt: text,
        updatedAt: text,
      },
    ])
    expect(await document<object[]>('history', '--status', 'rejected')).not.toHaveLength(0)
    expect(await document<object[]>('history', '--limit', '2')).toHaveLength(2)
    expect(await document('history', '--to', '2020-01-01')).toEqual([])
  })
})
