import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forceMessages } from '../../helpers/force-messages'
import type { Bill } from '@shared/contract/drafts'
import { AppError } from '@shared/errors'
import { createSandbox } from '@core/providers/sandbox.provider'
import type { Provider } from '@core/providers/provider'
import { openRoom, sumOf, type DraftRoom, type RoomOptions } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const reopen = async (options: RoomOptions): Promise<void> => {
  await room.close()
  room = openRoom(options)
}
const bill = (id: number, askBalance = false): Promise<Bill> =>
  room.handlers['drafts.bill']({ id, askBalance, jobId: 'bill' })
const table =
  'Nom;Tél;Montant dû (€)\nAwa;677123401;12\n;677123402;13\nChloé çelik;677123403;14\nDia;677123404;\nEve;677123405;15\nFox;12;1\nAwa;677123401;2\n'
const template = 'Bonjour {{ Nom }}, {{ montant dû (€) | default: "rien" }}'

describe('checking a text', () => {
  it('names its placeholders with the recipients who have nothing for them', async () => {
    const { id } = await room.draft(table)
    expect(await room.handlers['drafts.checkTemplate']({ id, template })).toEqual({
      ok: true,
      line: null,
      column: null,
      error: null,
      suggestion: null,
      placeholders: [
        { heading: 'Nom', hasFallback: false, emptyCount: 1 },
        { heading: 'Montant dû (€)', hasFallback: true, emptyCount: 1 },
      ],
    })
  })

  it.each([
    ['', { error: { code: 'template_empty' } }],
    [
      'Bonjour\n  {{ Nim }}',
      { line: 2, column: 3, suggestion: 'Nom', error: { code: 'template_column_unknown', params: { heading: 'Nim' } } },
    ],
    ['Bonjour {{ Nom', { line: 1, column: 9, error: { code: 'template_syntax' } }],
    ['{{ Nom | majuscul }}', { suggestion: 'majuscules', error: { code: 'template_filter_unknown' } }],
  ])('says what is wrong with %j, and where', async (wrong, expected) => {
    const { id } = await room.draft(table)
    expect(await room.handlers['drafts.checkTemplate']({ id, template: wrong })).toMatchObject({
      ok: false,
      placeholders: [],
      ...expected,
    })
  })
})

describe('the last look', () => {
  it('shows the longest, the shortest and one with a fallback, of those who are sent to', async () => {
    const { id } = await room.draft(table, template)
    const { longest, shortest, fallback } = await room.handlers['drafts.lastLook']({ id })
    expect([longest?.text, shortest?.text, fallback?.text]).toEqual([
      'Bonjour Chloé çelik, 14',
      'Bonjour Awa, 12',
      'Bonjour Dia, rien',
    ])
    expect([longest?.total, fallback?.index]).toEqual([4, 2])
  })

  it('has no fallback where none stands in a text, and nothing where nobody is sent to', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n', 'Bonjour {{ Nom | default: "vous" }}')
    expect(await room.handlers['drafts.lastLook']({ id })).toMatchObject({ longest: { index: 0 }, fallback: null })
    const nobody = await room.draft('Nom;Tél\nAwa;12\n', 'Bonjour {{ Nom }}')
    expect(await room.handlers['drafts.lastLook']({ id: nobody.id })).toEqual({
      longest: null,
      shortest: null,
      fallback: null,
    })
  })
})

describe('preview', () => {
  const at = (id: number, index: number, text = template) =>
    room.handlers['drafts.preview']({ id, template: text, transliterate: false, target: { kind: 'index', index } })

  it('counts only those who would be sent to', async () => {
    const { id } = await room.draft(table)
    room.optOut('+237677123405')
    const texts = [await at(id, 0), await at(id, 1), await at(id, 2), await at(id, 3)]
    expect(texts.map((preview) => preview && [preview.index, preview.total, preview.line, preview.text])).toEqual([
      [0, 3, 2, 'Bonjour Awa, 12'],
      [1, 3, 4, 'Bonjour Chloé çelik, 14'],
      [2, 3, 5, 'Bonjour Dia, rien'],
      null,
    ])
    expect(texts[1]).toMatchObject({
      encoding: 'UCS-2',
      segments: 1,
      perSegment: 70,
      costly: [{ char: 'ç', replacement: 'c', count: 1 }],
      parts: ['Bonjour Chloé çelik, 14'],
    })
    const plain = await room.handlers['drafts.preview']({
      id,
      template,
      transliterate: true,
      target: { kind: 'index', index: 1 },
    })
    expect(plain).toMatchObject({ text: 'Bonjour Chloé celik, 14', encoding: 'GSM-7', costly: [] })
  })

  it('finds the longest text, and those with a missing value one after the other', async () => {
    const { id } = await room.draft(
      'Nom;Tél\nA;677123401\n;677123402\n;677123403\nAnne-Charlotte;677123404\n;677123405\n',
    )
    const text = 'Bonjour {{ Nom }}'
    const find = (target: Parameters<(typeof room.handlers)['drafts.preview']>[0]['target']) =>
      room.handlers['drafts.preview']({ id, template: text, transliterate: false, target })
    expect(await find({ kind: 'longest' })).toMatchObject({ index: 1, total: 2, name: 'Anne-Charlotte' })
    const first = await find({ kind: 'missing', after: -1 })
    expect(first).toMatchObject({ index: 1, phone: '+237677123402', missing: ['Nom'] })
    const second = await find({ kind: 'missing', after: 1, afterRecipientId: first!.recipientId })
    expect(second).toMatchObject({ phone: '+237677123403' })
    const third = await find({ kind: 'missing', after: 1, afterRecipientId: second!.recipientId })
    expect(third).toMatchObject({ index: 2, phone: '+237677123405' })
    expect(await find({ kind: 'missing', after: 1 })).toMatchObject({ phone: '+237677123405' })
    expect(await find({ kind: 'missing', after: 2, afterRecipientId: third!.recipientId })).toBeNull()
  })

  it('finds any position of a long list, also after rows and opt-outs changed', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `Nom ${index};6771${String(index).padStart(5, '0')}`).join(
      '\n',
    )
    const { id } = await room.draft(`Nom;Tél\n${many}\n`)
    const text = 'Bonjour {{ Nom }}'
    expect((await at(id, 777, text))?.text).toBe('Bonjour Nom 777')
    room.optOut('+237677100003')
    expect(await at(id, 777, text)).toMatchObject({ index: 777, total: 999, text: 'Bonjour Nom 778' })
    expect((await at(id, 777, 'Bonsoir {{ Nom }}'))?.text).toBe('Bonsoir Nom 778')
    expect((await at(id, 998, text))?.text).toBe('Bonjour Nom 999')
    expect(await at(id, 999, text)).toBeNull()
  })
})

describe('the bill', () => {
  it('adds up every text, and rows = recipients + everybody left out', async () => {
    const { id } = await room.draft(table, template)
    room.optOut('+237677123405')
    const made = await bill(id)
    expect(made).toMatchObject({
      recipients: 3,
      excluded: { invalid: 1, duplicate: 1, optedOut: 1, emptyField: 1, repeated: 0 },
      segments: 3,
      segmentsPerMessage: { min: 1, max: 1 },
      gsm7Messages: 2,
      ucs2Messages: 1,
      costly: [{ char: 'ç', replacement: 'c', count: 1, messages: 1 }],
      savableSegments: 0,
      price: '15',
      cost: '45',
      currency: 'XAF',
      balance: null,
      enough: null,
      blockers: [],
      typedConfirmation: false,
    })
    expect(made.recipients + sumOf(made.excluded)).toBe(7)
    expect(made.warnings.map(({ code }) => code)).toEqual(['rehearsal', 'empty_fields'])
  })

  it('says exactly what replacing costly characters saves', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n', `{{ Nom }} ç${'a'.repeat(150)}`)
    expect(await bill(id)).toMatchObject({
      segments: 6,
      savableSegments: 4,
      cost: '90',
      savableCost: '60',
      ucs2Messages: 2,
    })
    await room.handlers['drafts.save']({ id, patch: { transliterate: true } })
    expect(await bill(id)).toMatchObject({ segments: 2, savableSegments: 0, ucs2Messages: 0, costly: [] })
  })

  it('leaves out who got the same text in the last 24 hours, unless told otherwise', async () => {
    const first = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n')
    await room.handlers['drafts.start']({ id: first.id, confirmedRecipients: 2 })
    forceMessages(room.context.db, 'accepted', `phone = '+237677123401'`)
    const sent = room.context.db.prepare(`UPDATE message SET accepted_at = ? WHERE phone = '+237677123401'`)
    sent.run(room.context.clock.now())
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\nChe;677123403\n')
    expect(await bill(id)).toMatchObject({
      recipients: 2,
      excluded: { repeated: 1 },
      warnings: [{ code: 'rehearsal' }, { code: 'repeated', params: { count: 1 } }],
    })
    const listed = await room.handlers['drafts.recipients']({
      id,
      status: 'repeated',
      search: '',
      offset: 0,
      limit: 10,
    })
    expect(listed.rows.map(({ name }) => name)).toEqual(['Awa'])
    await room.handlers['drafts.save']({ id, patch: { template: 'Bonsoir {{ Nom }}' } })
    expect(await bill(id)).toMatchObject({ recipients: 3, excluded: { repeated: 0 } })
    await room.handlers['drafts.save']({ id, patch: { template: 'Bonjour {{ Nom }}', allowRepeats: true } })
    expect(await bill(id)).toMatchObject({ recipients: 3, excluded: { repeated: 0 } })
    await room.handlers['drafts.save']({ id, patch: { allowRepeats: false } })
    room.context.clock.set(room.context.clock.now() + 24 * 3_600_000 + 1)
    expect(await bill(id)).toMatchObject({ recipients: 3, excluded: { repeated: 0 } })
  })

  it('holds the live balance against the bill, in SMS and in money', async () => {
    await reopen({ provider: createSandbox({ latencyMs: 0, balance: 2 }) })
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\nChe;677123403\n')
    const low = await bill(id, true)
    expect(low).toMatchObject({ balance: { before: '2', unit: 'sms', after: '-1' }, enough: false, blockers: [] })
    expect(low.warnings.map(({ code }) => code)).toContain('balance_low')
    room.context.clock.set(room.context.clock.now() + 2 * 3_600_000)
    expect((await bill(id)).warnings.map(({ code }) => code)).toContain('balance_old')

    const money = withBalance(() => Promise.resolve({ balance: '100.5', unit: 'XAF', figures: {} }))
    await reopen({ provider: money })
    const draft = await room.draft('Nom;Tél\nAwa;677123401\n')
    expect(await bill(draft.id, true)).toMatchObject({
      balance: { before: '100.5', unit: 'XAF', after: '85.5' },
      enough: true,
    })
    await reopen({ provider: money, price: null })
    const free = await room.draft('Nom;Tél\nAwa;677123401\n')
    const unpriced = await bill(free.id, true)
    expect(unpriced).toMatchObject({ cost: null, balance: { after: null }, enough: null })
    expect(unpriced.warnings.map(({ code }) => code)).toContain('no_price')
  })

  it('is stopped by a refused key, not by a gateway that does not answer', async () => {
    await reopen({ provider: withBalance(() => Promise.reject(new AppError('auth'))) })
    const refused = await room.draft('Nom;Tél\nAwa;677123401\n')
    expect((await bill(refused.id, true)).blockers.map(({ code }) => code)).toEqual(['auth'])
    await reopen({ provider: withBalance(() => Promise.reject(new AppError('connection_refused'))) })
    const silent = await room.draft('Nom;Tél\nAwa;677123401\n')
    const made = await bill(silent.id, true)
    expect(made.blockers).toEqual([])
    expect(made.warnings).toContainEqual({ code: 'balance_unknown', params: { code: 'connection_refused' } })
  })

  it('names everything that stops the sending', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;12\n', '{{ Prénom }}')
    await room.handlers['drafts.save']({ id, patch: { sender: 'UN EXPÉDITEUR BIEN TROP LONG' } })
    expect((await bill(id)).blockers.map(({ code }) => code)).toEqual([
      'no_recipients',
      'template_column_unknown',
      'sender_invalid',
    ])
    await room.handlers['drafts.save']({ id, patch: { accountId: null, template: '' } })
    expect((await bill(id)).blockers.map(({ code }) => code)).toEqual([
      'no_recipients',
      'template_empty',
      'account_missing',
    ])
    const long = await room.draft('Nom;Tél\nAwa;677123401\n', 'a'.repeat(1600))
    expect((await bill(long.id)).blockers).toEqual([
      { kind: 'config', code: 'message_too_long', params: { line: 2, segments: 11, limit: 10 } },
    ])
  })

  it('counts recipients of a text that cannot be rendered yet', async () => {
    const { id } = await room.draft(table, '{{ Nom')
    const made = await bill(id)
    expect(made.recipients + sumOf(made.excluded)).toBe(7)
    expect(made).toMatchObject({ recipients: 5, segments: 0, cost: '0' })
  })

  it('asks for the typed number above the limit of the settings', async () => {
    room.context.db
      .prepare(`INSERT INTO setting (key, value) VALUES ('confirmAbove', '1'), ('quietHours', '{"from":0,"to":23}')`)
      .run()
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n')
    const made = await bill(id)
    expect(made.typedConfirmation).toBe(true)
    expect(made.quiet).toEqual({ quietHours: { from: 0, to: 23 }, places: { 237: 2 } })
  })
})

function withBalance(balance: NonNullable<Provider['balance']>): Provider {
  const sandbox = createSandbox({ latencyMs: 0 })
  return { ...sandbox, description: { ...sandbox.description, id: 'money', sandbox: false }, balance }
}
