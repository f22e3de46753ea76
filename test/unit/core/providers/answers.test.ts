/** The vendors' documented tables, read one by one: what the shared contract suite does not go into. */
import { describe, expect, it } from 'vitest'
import { readDevcodeBalance, readDevcodeSend } from '@core/providers/devcodesms-answer'
import { kingAccount, kingArchive } from '@core/providers/kingsmspro-account'
import { lmtRefusal } from '@core/providers/lmtgroup.provider'
import type { OutgoingMessage, SendOutcome } from '@core/providers/provider'
import { providers } from '@core/providers/registry'
import { providerOf } from '../../../helpers/gateways/provider-of'
import { readPrestoSend } from '@core/providers/smspresto-answer'

const brief = (outcome: SendOutcome): string =>
  outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind} ${outcome.error.code}`

describe('devcodesms', () => {
  const phones = ['+237699128531', '+237677123456']
  const read = (value: unknown, asked = phones): string[] | null =>
    readDevcodeSend(value, asked, {})?.outcomes.map(brief) ?? null
  const refused = (msg: string): unknown => ({ success: false, status: 400, code: 'error', title: 'Erreur', msg })
  const sms = (mobileno: string, more: object = {}): object => ({
    status: 'success',
    messageid: `id-${mobileno}`,
    mobileno,
    errorcode: null,
    errordescription: null,
    total_sms_unit: 1,
    balance: 1785,
    ...more,
  })
  const answer = (success: boolean, ...entries: object[]): unknown => ({ success, details: [{ sms: entries }] })

  it.each([
    ['Pas d’autorisation', 'not_sent auth'],
    ["Pas d'autorisation", 'not_sent auth'],
    ['Erreur de validation pour api_key manquant', 'not_sent auth'],
    ['Erreur de validation pour  \n api_key manquant', 'not_sent auth'],
    ['Solde insuffisant', 'not_sent insufficient_funds'],
    ['Erreur de validation pour champ manquant', 'rejected rejected'],
  ])('«%s» concerns the whole request: %s', (msg, expected) => {
    expect(read(refused(msg))).toEqual([expected, expected])
  })

  it('a bad number is the only one of its request, or names no culprit', () => {
    expect(read(refused('Numéro de téléphone invalide'), ['+237699128531'])).toEqual(['rejected invalid_recipient'])
    expect(read(refused('Numéro de téléphone invalide'))).toEqual(['unknown answer_partial', 'unknown answer_partial'])
    expect(read(refused('Certain message n’ont pas été envoyé'))).toEqual([
      'unknown answer_partial',
      'unknown answer_partial',
    ])
    expect(read(refused('Autre chose'))).toBeNull()
  })

  it('numbers are matched by their digits, in any order and spelling; the one not mentioned is unknown', () => {
    expect(read(answer(true, sms('237 677 12 34 56'), sms('00237699128531')))).toEqual([
      'unknown answer_partial',
      'accepted',
    ])
    expect(read(answer(true, sms('237677123456'), sms('+237699128531')))).toEqual(['accepted', 'accepted'])
    expect(read(answer(false, sms('+237677123456')))).toEqual(['unknown answer_partial', 'accepted'])
  })

  it("each number's own status decides, whatever the whole says", () => {
    const bad = sms('+237699128531', {
      status: 'error',
      messageid: null,
      errordescription: 'Numéro de téléphone invalide',
    })
    expect(read(answer(true, bad, sms('+237677123456')))).toEqual(['rejected invalid_recipient', 'accepted'])
    const broke = sms('+237699128531', { status: 'error', errordescription: 'Solde insuffisant' })
    expect(read(answer(false, broke, sms('+237677123456')))).toEqual(['not_sent insufficient_funds', 'accepted'])
  })

  it('a success without its id, with an error, said twice differently or of another type is unknown', () => {
    const cases: object[][] = [
      [sms('+237699128531', { messageid: null })],
      [sms('+237699128531', { errordescription: 'Solde insuffisant' })],
      [sms('+237699128531', { status: true })],
      [sms('+237699128531'), sms('+237699128531', { status: 'error' })],
    ]
    for (const entries of cases) expect(read(answer(true, ...entries), ['+237699128531'])?.[0]).toMatch(/^unknown/)
  })

  it('the lowest of the balances is the latest', () => {
    const value = answer(true, sms('+237699128531', { balance: 8 }), sms('+237677123456', { balance: '9' }))
    expect(readDevcodeSend(value, phones, {})?.balance).toBe('8')
  })

  it('figures are bought and sent', () => {
    expect(readDevcodeBalance({ success: true, data: { qty_acheter: 1000, qty_envoye: '32', solde: 968 } })).toEqual({
      balance: '968',
      unit: 'sms',
      figures: { bought: 1000, sent: 32 },
    })
    const words = { balance: null, unit: 'sms', figures: { unreadBalance: 'beaucoup' } }
    expect(readDevcodeBalance({ success: true, data: { solde: 'beaucoup' } })).toEqual(words)
    expect(readDevcodeBalance({ success: true, data: { solde: null } })).toBeNull()
    expect(readDevcodeBalance({ success: false, msg: 'Pas d’autorisation' })).toBe('auth')
  })

  it('delivery reports are answered entry by entry, in order, unreadable ones with 0', () => {
    const entry = (messageid: string, status: string): object => ({
      reponsecode: 1,
      messageid,
      mobileno: '+237678018812',
      status,
      submittime: '2019-05-11 13:53:13',
      deliverytime: '2019-05-11 13:53:14',
    })
    const body = JSON.stringify({ dlrlist: [entry('a', 'DELIVRD'), entry('b', '???'), 'x', entry('c', 'UNDELIV')] })
    const reading = providerOf('devcodesms').readCallback!({
      method: 'POST',
      query: new Map(),
      contentType: 'application/json',
      body,
    })!
    expect(reading.reports).toEqual([
      {
        gatewayMessageId: 'a',
        phone: '+237678018812',
        status: 'delivered',
        final: true,
        gatewayStatus: 'DELIVRD',
        occurredAt: Date.parse('2019-05-11T12:53:14Z'),
      },
      expect.objectContaining({ gatewayMessageId: 'c', status: 'undelivered', gatewayStatus: 'UNDELIV' }),
    ])
    const statuses = (stored: boolean[]): unknown =>
      (JSON.parse(reading.reply(stored).body) as { dlrlist: { status: number }[] }).dlrlist.map(({ status }) => status)
    expect(statuses([true, true])).toEqual([1, 0, 0, 1])
    expect(statuses([false, true])).toEqual([0, 0, 0, 1])
    expect(JSON.parse(reading.reply([true, true]).body)).toMatchObject({
      dlrlist: [{ messageid: 'a', status: 1 }, {}, {}, {}],
    })
  })
})

describe('SMS Presto', () => {
  const messages: OutgoingMessage[] = ['+22508081488', '+22558371758'].map((phone, id) => ({
    id,
    phone,
    text: 'test',
    encoding: 'GSM-7',
    segments: 2,
  }))
  const read = (value: unknown, asked = messages): unknown => {
    const answer = readPrestoSend(value, asked, {})
    return Array.isArray(answer) ? (answer as SendOutcome[]).map(brief) : answer
  }

  it.each([
    [1, 'not_sent auth'],
    [10, 'not_sent auth'],
    [11, 'not_sent auth'],
    [100, 'rejected sender_refused'],
    [101, 'rejected sender_refused'],
    [102, 'rejected invalid_recipient'],
    [103, 'rejected text_refused'],
  ])('code %i alone is %s', (status, expected) => {
    expect(read({ status: String(status), message: 'x' }, messages.slice(0, 1))).toEqual([expected])
  })

  it('102 and 103 on a batch name no culprit', () => {
    expect([102, 103].map((status) => read({ status, message: 'x' }))).toEqual(['bad_entry', 'bad_entry'])
  })

  it.each([
    [2, 'accepted'],
    ['2', 'accepted'],
    [4, 'accepted'],
    [1, 'unknown answer_partial'],
    [3, 'unknown answer_partial'],
    [5, 'unknown answer_partial'],
    [null, 'unknown answer_unreadable'],
    ['deux', 'unknown answer_unreadable'],
  ])('message-count %s for two recipients of two segments is %s', (count, expected) => {
    expect(read({ status: 0, 'message-count': count })).toEqual([expected, expected])
  })

  it('message-count 0 says that nobody was sent to; whether the stock is empty is asked apart', () => {
    expect(read({ status: 0, 'message-count': 0 })).toBe('none_sent')
  })

  it('a code that the list lacks is not understood, unless its words speak of credit', () => {
    expect(read({ status: 500, message: 'Server error' })).toBeNull()
    expect(read({ status: 104, message: 'Crédit insuffisant' })).toEqual([
      'not_sent insufficient_funds',
      'not_sent insufficient_funds',
    ])
    expect(read({ message: 'Message sent successfully.' })).toBeNull()
  })
})

describe('LMT BulkSMS', () => {
  it.each([
    [['phone is invalid', 'invalid paramerters'], 'invalid_recipient'],
    [['invalid paramerters'], 'rejected'],
    [['api_key is required'], 'auth'],
    [['Mot de passe incorrect'], 'auth'],
    [['Crédit insuffisant'], 'insufficient_funds'],
    [['sender is invalid'], 'sender_refused'],
    [['message is too long'], 'text_refused'],
    [[], 'rejected'],
  ])('%j is %s', (words, code) => {
    expect(lmtRefusal(words)).toBe(code)
  })
})

describe('KING SMS PRO account details', () => {
  it.each([
    [{ balance: 990, currency: 'XOF', name: 'Awa' }, '990', 'XOF', { currency: 'XOF', name: 'Awa' }],
    [{ data: { solde: '1 200' } }, '1200', null, {}],
    [{ result: [{ credits: 7, active: true }] }, '7', 'sms', { active: 'true' }],
    [[{ Balance: '5.5' }], '5.5', null, {}],
    [{ result: { data: { sms: 12, sent: 3 } } }, '12', 'sms', { sent: 3 }],
  ])('%j', (answer, balance, unit, figures) => {
    expect(kingAccount(answer, {})).toEqual({ balance, unit, figures })
  })

  it('never shows a key that the gateway repeats', () => {
    const { figures } = kingAccount(
      { balance: 1, api_key: 'k', owner: 'secret!', password: 'p', token: 't', city: 'Lomé' },
      { apiKey: 'secret!' },
    )
    expect(figures).toEqual({ city: 'Lomé' })
  })

  it('without any balance is not read as zero', () => {
    for (const answer of [null, {}, [], { result: null }, { message: 'ok' }, { balance: null }, { balance: '' }]) {
      expect(() => kingAccount(answer, {})).toThrow(expect.objectContaining({ code: 'answer_unreadable' }))
    }
    for (const [answer, unreadBalance] of [
      [{ balance: 'beaucoup' }, 'beaucoup'],
      [5, '5'],
    ] as const)
      expect(kingAccount(answer, {})).toEqual({ balance: null, unit: null, figures: { unreadBalance } })
  })

  it('reports: those of the API first, then those of the site', async () => {
    const asked: Record<string, string>[] = []
    const reports = (fields: Record<string, string>): Promise<unknown> => {
      asked.push(fields)
      return Promise.resolve({
        data: [{ messageId: 1, to: '22890443679', message: 'a', status: 'DLV', date: '2026-11-22 08:00:00' }, null],
      })
    }
    const first = await kingArchive({ from: '2026-11-01', to: '2026-11-22', cursor: null }, reports)
    const second = await kingArchive({ from: '2026-11-01', to: '2026-11-22', cursor: first.nextCursor }, reports)
    expect(first.entries).toMatchObject([
      {
        gatewayMessageId: '1',
        phone: '+22890443679',
        text: 'a',
        status: 'DLV',
        createdAt: Date.parse('2026-11-22T08:00:00Z'),
      },
      // a row that cannot be read is not left out in silence
      { gatewayMessageId: null, phone: '', text: null, createdAt: null },
    ])
    expect(second.nextCursor).toBeNull()
    expect(asked).toEqual([
      { date_start: '2026-11-01', date_end: '2026-11-22', type: '2' },
      { date_start: '2026-11-01', date_end: '2026-11-22', type: '1' },
    ])
  })
})

describe('the registry', () => {
  it('describes every gateway in full, in both languages', () => {
    for (const { description } of providers) {
      for (const { key, label, hint } of description.credentials) {
        expect(key).toMatch(/^[a-z][A-Za-z]*$/)
        for (const text of [label.fr, label.en, hint?.fr, hint?.en]) expect(text).toBeTruthy()
        for (const text of [label.fr, hint?.fr ?? '']) expect(text).not.toMatch(/'|«[^\u202f]|[^\u202f][»:;!?]/)
      }
    }
  })

  it('lists its gateways in the order in which people see them', () => {
    expect(providers.map(({ description }) => description.id)).toEqual([
      'kingsmspro',
      'devcodesms',
      'smspresto',
      'lmtgroup',
      'sandbox',
    ])
  })
})
