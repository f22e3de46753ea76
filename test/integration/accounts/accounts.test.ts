import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountHandlers } from '@core/accounts/accounts'
import type { Gateways } from '@core/accounts/gateways'
import { fillNewDatabase } from '@core/first-run'
import type { BalanceReport, Provider } from '@core/providers/provider'
import type { AccountInput } from '@shared/contract/accounts'
import type { GatewayAbilities } from '@shared/domain/account'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'

let context: TestContext
let balances: (BalanceReport | AppError)[]
let asked: { credentials: unknown; baseUrl: string }[]
let inFlight = 0
let mostInFlight = 0
let sent = 0

const abilities: GatewayAbilities = {
  batchSize: 1,
  flash: false,
  balance: true,
  figures: true,
  archive: false,
  trace: false,
  callback: false,
  callbackPerMessage: false,
  settleFromArchive: false,
  messageId: true,
  senderMaxLength: 11,
}
const field = (key: string) => ({ key, label: { fr: key, en: key }, hint: null, secret: true })

function gateway(id: string, more: Partial<GatewayAbilities> = {}, credentials = ['apiKey', 'clientId']): Provider {
  const offered = { ...abilities, ...more }
  return {
    description: {
      id,
      name: id.toUpperCase(),
      countries: ['TG'],
      website: null,
      defaultBaseUrl: 'https://gateway.example/api/',
      credentials: credentials.map(field),
      abilities: offered,
      sandbox: credentials.length === 0,
    },
    send: () => {
      sent += 1
      return Promise.resolve({ outcomes: [], balance: null })
    },
    ...(offered.balance
      ? {
          balance: async ({ credentials: given, baseUrl }) => {
            asked.push({ credentials: given, baseUrl })
            inFlight += 1
            mostInFlight = Math.max(mostInFlight, inFlight)
            await new Promise((resolve) => setImmediate(resolve))
            inFlight -= 1
            const answer = balances.shift() ?? { balance: '100', unit: 'sms', figures: {} }
            if (answer instanceof AppError) throw answer
            return answer
          },
        }
      : {}),
  }
}

const gateways: Gateways = [
  gateway('king'),
  gateway('dev', {}, ['apiKey']),
  gateway('lmt', { balance: false }),
  gateway('sandbox', {}, []),
]
const input: AccountInput = {
  name: 'King',
  gateway: 'king',
  baseUrl: null,
  sender: 'GRIOT',
  country: 'TG',
  currency: 'XOF',
  price: '12.5',
  maxRate: 20,
  concurrency: null,
  alertBelow: '50',
  callbackUrl: null,
  usesKeychain: true,
  credentials: { apiKey: 'k&=+% é', clientId: 'c1' },
}
const { credentials: _given, ...withoutCredentials } = input
const handlers = () => accountHandlers(context, gateways)
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.toWire() : error),
  )

beforeEach(() => {
  context = createTestContext({ gateways })
  balances = []
  asked = []
  mostInFlight = 0
  sent = 0
})
afterEach(() => context.close())

describe('an account', () => {
  it('keeps what was saved, credentials in the secret store alone', async () => {
    const saved = await handlers()['accounts.save'](input)
    expect(saved).toMatchObject({
      name: 'King',
      sender: 'GRIOT',
      price: '12.5',
      maxRate: 20,
      secretsPresent: ['apiKey', 'clientId'],
    })
    expect(context.secrets.kept.get('King')).toEqual({ apiKey: 'k&=+% é', clientId: 'c1' })
    expect(await handlers()['accounts.find']({ name: 'kING' })).toEqual(saved)
    expect(JSON.stringify(saved)).not.toContain('k&=')
    const dump = context.db.serialize().toString('latin1')
    expect(dump).not.toContain('k&=')
  })

  it('keeps the credentials that an edit leaves out', async () => {
    const { id } = await handlers()['accounts.save'](input)
    await handlers()['accounts.save']({ ...input, id, credentials: { apiKey: 'new' } })
    expect(context.secrets.kept.get('King')).toEqual({ apiKey: 'new', clientId: 'c1' })
    await handlers()['accounts.save']({ ...withoutCredentials, id, price: '13' })
    expect(context.secrets.kept.get('King')).toEqual({ apiKey: 'new', clientId: 'c1' })
  })

  it('moves its credentials when renamed, also when only the case changes', async () => {
    const { id } = await handlers()['accounts.save'](input)
    await handlers()['accounts.save']({ ...input, id, name: 'KING', credentials: {} })
    expect([...context.secrets.kept]).toEqual([['KING', { apiKey: 'k&=+% é', clientId: 'c1' }]])
    await handlers()['accounts.save']({ ...input, id, name: 'École', credentials: {} })
    expect([...context.secrets.kept.keys()]).toEqual(['École'])
  })

  it('does not hand one vendor’s key to another when its gateway changes', async () => {
    const { id } = await handlers()['accounts.save'](input)
    await handlers()['accounts.save']({ ...input, id, gateway: 'dev', credentials: {} })
    expect(context.secrets.kept.get('King')).toEqual({})
    expect(await failure(context.gateway(id))).toMatchObject({ code: 'secret_missing' })
  })

  it('refuses a name that is taken in any case, accents included', async () => {
    await handlers()['accounts.save']({ ...input, name: 'École' })
    expect(await failure(handlers()['accounts.save']({ ...input, name: 'éCOLE' }))).toMatchObject({
      code: 'account_exists',
    })
    expect([...context.secrets.kept.keys()]).toEqual(['École'])
  })

  it.each([
    [{ gateway: 'nobody' }, 'unknown_gateway'],
    [{ baseUrl: 'http://gateway.example' }, 'base_url_insecure'],
    [{ baseUrl: 'ftp://x' }, 'base_url_invalid'],
    [{ sender: 'TWELVE-CHARS' }, 'sender_invalid'],
    [{ price: '-1' }, 'price_invalid'],
    [{ name: '../x' }, 'account_name_invalid'],
    [{ id: 99 }, 'unknown_account'],
  ] as const)('is refused with %j: %s', async (change, code) => {
    expect(await failure(handlers()['accounts.save']({ ...input, ...change }))).toMatchObject({ code })
    expect(await handlers()['accounts.list']()).toEqual([])
    expect(context.secrets.kept.size).toBe(0)
  })

  it('cannot be removed while a campaign needs it, and takes its secrets along when it can', async () => {
    const { id } = await handlers()['accounts.save'](input)
    insertCampaignRow(context.db, { name: 'Rentrée', state: 'paused', account_id: id, account_name: 'King' })
    expect(await failure(handlers()['accounts.remove']({ id }))).toMatchObject({
      code: 'account_in_use',
      params: { campaign: 'Rentrée' },
    })
    context.db.exec("UPDATE campaign SET state = 'finished'")
    await handlers()['accounts.remove']({ id })
    expect(context.secrets.kept.size).toBe(0)
    expect(context.db.prepare('SELECT account_id, account_name FROM campaign').get()).toEqual({
      account_id: null,
      account_name: 'King',
    })
    expect(context.db.prepare('SELECT action FROM audit_entry ORDER BY id').pluck().all()).toEqual([
      'account.save',
      'account.remove',
    ])
  })

  it('shows that the keychain does not answer instead of failing', async () => {
    const saved = await handlers()['accounts.save'](input)
    context.secrets.read = () => Promise.reject(new AppError('keychain_locked'))
    expect((await handlers()['accounts.list']())[0]).toEqual({ ...saved, secretsPresent: null })
  })
})

describe('another address', () => {
  it('does not take the key along: it is typed again, and the account stays as it was', async () => {
    const saved = await handlers()['accounts.save'](input)
    const moved = { ...withoutCredentials, id: saved.id, baseUrl: 'https://other.example/api' }
    expect(await failure(handlers()['accounts.save'](moved))).toMatchObject({
      code: 'secret_other_origin',
      params: { account: 'King', url: 'https://other.example' },
    })
    expect(await handlers()['accounts.get']({ id: saved.id })).toMatchObject({ baseUrl: null })
    expect(
      await failure(handlers()['accounts.save']({ ...moved, credentials: { apiKey: 'only one of two' } })),
    ).toMatchObject({ code: 'secret_other_origin' })
    const { credentials } = input
    await handlers()['accounts.save']({ ...moved, credentials: credentials! })
    await handlers()['accounts.test']({ id: saved.id })
    expect(asked).toEqual([{ credentials, baseUrl: 'https://other.example/api' }])
  })

  it('on the same server is no other one', async () => {
    const saved = await handlers()['accounts.save'](input)
    const moved = { ...withoutCredentials, id: saved.id, baseUrl: 'https://gateway.example/v2' }
    expect(await handlers()['accounts.save'](moved)).toMatchObject({ secretsPresent: ['apiKey', 'clientId'] })
  })

  it('out of a backup is named with its account before any request', async () => {
    const saved = await handlers()['accounts.save'](input)
    context.db.prepare("UPDATE account SET confirmed = 0, base_url = 'https://evil.example/api'").run()
    expect((await handlers()['accounts.test']({ id: saved.id })).error).toMatchObject({
      code: 'account_unconfirmed',
      params: { account: 'King', url: 'https://evil.example/api', command: 'griot account confirm "King"' },
    })
    context.db.prepare("UPDATE account SET base_url = NULL, callback_url = 'https://evil.example/report'").run()
    expect((await handlers()['accounts.test']({ id: saved.id })).error).toMatchObject({
      params: { url: 'https://evil.example/report' },
    })
    expect(asked).toEqual([])
    await handlers()['accounts.confirm']({ id: saved.id })
    expect((await handlers()['accounts.test']({ id: saved.id })).ok).toBe(true)
  })
})

describe('the road to a gateway', () => {
  it('names the missing field and the variable that would supply it', async () => {
    const { id } = await handlers()['accounts.save']({ ...input, name: 'Ma boutique', credentials: { apiKey: 'k' } })
    expect(await failure(context.gateway(id))).toEqual({
      kind: 'config',
      code: 'secret_missing',
      params: {
        account: 'Ma boutique',
        field: 'clientId',
        labelFr: 'clientId',
        labelEn: 'clientId',
        variable: 'GRIOT_SECRET_MA_BOUTIQUE_CLIENT_ID',
      },
    })
  })

  it('gives adapter, address without a final slash and only this gateway’s credentials', async () => {
    const { id } = await handlers()['accounts.save']({ ...input, baseUrl: 'http://127.0.0.1:9/x/' })
    context.secrets.kept.set('King', { apiKey: 'k', clientId: 'c', password: 'of another vendor' })
    const { provider, context: providerContext } = await context.gateway(id)
    expect(provider.description.id).toBe('king')
    expect(providerContext.baseUrl).toBe('http://127.0.0.1:9/x')
    expect(providerContext.credentials).toEqual({ apiKey: 'k', clientId: 'c' })
  })

  it('does not ask a keychain for a gateway that needs no credentials', async () => {
    const { id } = await handlers()['accounts.save']({ ...input, name: 'Sandbox', gateway: 'sandbox', credentials: {} })
    context.secrets.read = () => Promise.reject(new AppError('keychain_unavailable'))
    expect((await context.gateway(id)).context.credentials).toEqual({})
  })
})

describe('balances', () => {
  it('are asked four at a time, remembered, and one failure leaves the others', async () => {
    for (let n = 1; n <= 9; n += 1) await handlers()['accounts.save']({ ...input, name: `King ${n}` })
    await handlers()['accounts.save']({ ...input, name: 'LMT', gateway: 'lmt' })
    balances = [new AppError('auth'), { balance: '40.5', unit: 'XOF', figures: { sent: 12 } }]
    const answers = await handlers()['accounts.balances']({ ids: [] })
    expect(answers).toHaveLength(10)
    expect(mostInFlight).toBe(4)
    expect(answers[0]).toMatchObject({ account: 'King 1', balance: null, error: { code: 'auth' } })
    expect(answers[1]).toMatchObject({
      account: 'King 2',
      balance: '40.5',
      unit: 'XOF',
      figures: { sent: 12 },
      takenAt: testNow,
      error: null,
    })
    expect(answers[9]).toMatchObject({ account: 'LMT', error: { kind: 'config', code: 'not_offered' } })
    const king2 = await handlers()['accounts.find']({ name: 'King 2' })
    expect(king2.lastBalance).toEqual({ balance: '40.5', unit: 'XOF', figures: { sent: 12 }, takenAt: testNow })
    expect(king2.lowBalance).toBe(true)
  })

  it('tell once that they fell under the alert, and again after a top-up', async () => {
    const { id } = await handlers()['accounts.save'](input)
    balances = ['60', '49.999999', '20', '50', '9'].map((balance) => ({ balance, unit: 'sms', figures: {} }))
    for (let n = 0; n < 5; n += 1) {
      context.clock.set(testNow + n * 60_000)
      await handlers()['accounts.balances']({ ids: [id] })
    }
    expect(
      context.told
        .filter(({ name }) => name === 'balance.low')
        .map(({ payload }) => (payload as { balance: string }).balance),
    ).toEqual(['49.999999', '9'])
    const history = await handlers()['accounts.balanceHistory']({ id, since: testNow })
    expect(history.map(({ balance }) => balance)).toEqual(['60', '49.999999', '20', '50', '9'])
  })

  it('a test asks the gateway and never sends an SMS', async () => {
    const { id } = await handlers()['accounts.save'](input)
    expect(await handlers()['accounts.test']({ id })).toMatchObject({
      ok: true,
      checked: true,
      balance: { balance: '100' },
    })
    balances = [new AppError('auth')]
    expect(await handlers()['accounts.test']({ id })).toMatchObject({ ok: false, error: { code: 'auth' } })
    const lmt = await handlers()['accounts.save']({ ...input, name: 'LMT', gateway: 'lmt' })
    expect(await handlers()['accounts.test']({ id: lmt.id })).toEqual({
      ok: true,
      checked: false,
      balance: null,
      error: null,
    })
    expect(sent).toBe(0)
  })
})

describe('a new database', () => {
  it('starts with a sandbox account and texts, which do not come back once removed', async () => {
    const options = { now: testNow, language: 'fr', sandboxGateway: 'sandbox' } as const
    expect(fillNewDatabase(context.db, options)).toBe(true)
    const [account] = await handlers()['accounts.list']()
    expect(account).toMatchObject({ name: 'Bac à sable', currency: 'XAF', gateway: { sandbox: true } })
    await handlers()['accounts.remove']({ id: account!.id })
    expect(fillNewDatabase(context.db, options)).toBe(false)
    expect(await handlers()['accounts.list']()).toEqual([])
  })
})
