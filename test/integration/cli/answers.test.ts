/** What gateways answer in other spellings than their documents': figures, long ids, refusals. Real processes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { secretVariable } from '@shared/domain/account'
import { stageCore } from '../../helpers/core-stage'
import { stageCli, type CliStage } from '../../helpers/cli-stage'
import type { GatewayId, Reply } from '../../helpers/gateways/fake-gateway'

const open: CliStage[] = []
afterEach(async () => {
  for (const scene of open.splice(0)) await scene.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const scene = await stageCli(...options)
  open.push(scene)
  return scene
}

interface Balance {
  readonly balance: number | null
  readonly unit: string | null
  readonly figures: Readonly<Record<string, string | number>>
  readonly error: { readonly code: string } | null
}

/** The gateway's answer to a question about its balance. */
const answers: Readonly<Record<Exclude<GatewayId, 'lmtgroup'>, (balance: string) => string>> = {
  kingsmspro: (balance) => `{"result":{"name":"Awa","balance":${balance}}}`,
  devcodesms: (balance) => `{"success":true,"data":{"qty_acheter":"1 000","qty_envoye":32,"solde":${balance}}}`,
  smspresto: (balance) => `{"TOTAL":${balance}}`,
}

/** Every answer of the gateway from now on, until another one is given. */
function answering(scene: CliStage): (body: string) => void {
  let body = ''
  const reply = { status: 200, contentType: 'application/json' }
  const how = { kind: 'answer', reply: Object.defineProperty(reply, 'body', { get: () => body }) as Reply } as const
  scene.gateway.misbehave(how, { times: Number.POSITIVE_INFINITY })
  return (next) => void (body = next)
}

describe.each(Object.keys(answers) as (keyof typeof answers)[])('griot balance at %s', (id) => {
  it('reads the usual spellings, and shows what could be a thousand times more or less as it came', async () => {
    const scene = await stage(id)
    const answer = answering(scene)
    const ask = async (given: string): Promise<Balance | undefined> => {
      answer(answers[id](given))
      const result = await scene.cli.run(['balance', 'shop', '--json'])
      expect(result).toMatchObject({ code: 0, stderr: '' })
      return result.json<Balance[]>()[0]?.[0]
    }
    expect(await ask('"12 500 FCFA"')).toMatchObject({ balance: 12_500, error: null })
    expect(await ask('"1,250.50"')).toMatchObject({ balance: 1250.5 })
    expect(await ask('"12,500"')).toMatchObject({ balance: null, figures: { unreadBalance: '12,500' }, error: null })
    // a double would make them 9007199254740992 and 12345678901234568000
    for (const figure of ['9007199254740993', '12345678901234567891.5']) {
      answer(answers[id](`"${figure}"`))
      expect((await scene.cli.run(['balance', 'shop', '--json'])).stdout).toContain(`"balance":${figure},`)
    }
    expect((await scene.cli.run(['balance', 'shop'])).stdout).toContain('12,345,678,901,234,567,891.5')
    answer(answers[id]('"12.500"'))
    const { stdout } = await scene.cli.run(['balance', 'shop', '--lang', 'fr'])
    expect(stdout).toMatch(/illisible, tel que reçu\u202f: «\u202f12\.500\u202f»/)
  })
})

/** The balance that each answer means; `{ unread }`: shown as it came; an error's code where there is none. */
const shapes: Readonly<
  Record<keyof typeof answers, readonly (readonly [string, number | { unread: string } | string])[]>
> = {
  kingsmspro: [
    ['[{"balance":"1 250","currency":"XOF"}]', 1250],
    ['{"result":[{"name":"Awa"},{"balance":"500"}]}', 500],
    ['{"data":{"account":{"Solde":"75"}}}', 75],
    ['"{\\"data\\":{\\"balance\\":\\"75\\"}}"', 75],
    ['{"balance":null,"solde":"300"}', 300],
    ['{"balance":"","sms":12}', 12],
    ['[{"balance":100},{"balance":200}]', { unread: '[100,200]' }],
    ['[{"balance":"100"},{"account":{"solde":"200"}}]', { unread: '["100","200"]' }],
    ['{"balance":{"amount":"500"}}', { unread: '{"amount":"500"}' }],
    ['{"balance":[500]}', { unread: '[500]' }],
    ['{"balance":"illimité"}', { unread: 'illimité' }],
    ['{"balance":true}', { unread: 'true' }],
    ['{"balance":"1e3"}', { unread: '1e3' }],
    ['[500]', { unread: '500' }],
    ['{"result":"12 500 FCFA"}', { unread: '12 500 FCFA' }],
    ['{"balance":"Clé d’API inconnue"}', 'auth'],
    ['[]', 'answer_unreadable'],
    ['{"result":"OK"}', 'answer_unreadable'],
    ['{"balance":null}', 'answer_unreadable'],
  ],
  devcodesms: [
    ['{"success":true,"data":{"solde":"968"}}', 968],
    ['{"success":"true","data":{"solde":"968 SMS"}}', 968],
    ['{"success":1,"data":[{"solde":968}]}', 968],
    ['{"success":true,"solde":968}', 968],
    ['{"success":true,"data":"{\\"solde\\":968}"}', 968],
    ['[{"success":true,"data":{"Solde":968}}]', 968],
    ['{"success":true,"data":{"solde":{"sms":5}}}', { unread: '{"sms":5}' }],
    ['{"success":true,"data":{"solde":"illimité"}}', { unread: 'illimité' }],
    ['{"success":true,"data":[{"solde":1},{"solde":2}]}', 'answer_unreadable'],
    ['{"success":false,"data":{"solde":968}}', 'answer_unreadable'],
    ['{"success":"false","data":{"solde":968}}', 'answer_unreadable'],
    ['{"success":0,"data":{"solde":968}}', 'answer_unreadable'],
    ['{"data":{"solde":968}}', 'answer_unreadable'],
    ['{"success":true,"data":{"qty_envoye":32}}', 'answer_unreadable'],
  ],
  smspresto: [
    ['{"total":400}', 400],
    ['[{"TOTAL":"400"}]', 400],
    ['["400"]', 400],
    ['{"TOTAL":["400"]}', 400],
    ['10000 SMS', 10_000],
    ['\ufeff10000', 10_000],
    ['10000<br />', { unread: '10000<br />' }],
    ['10000\n10000', { unread: '10000 10000' }],
    ['1e4', { unread: '1e4' }],
    ['{"TOTAL":{"x":1}}', { unread: '{"x":1}' }],
    ['{"TOTAL":[1,2]}', { unread: '[1,2]' }],
    ['{"TOTAL":"illimité"}', { unread: 'illimité' }],
    ['Erreur 10 : Invalid API key', 'auth'],
    ['{"TOTAL":null}', 'answer_unreadable'],
    ['{"status":0,"message":"400"}', 'answer_unreadable'],
    ['true', 'answer_unreadable'],
    ['', 'answer_unreadable'],
  ],
}

it.each(Object.keys(shapes) as (keyof typeof shapes)[])(
  'the balance of %s in every shape: one is read, anything else in its place is shown as it came',
  async (id) => {
    const scene = await stage(id)
    const answer = answering(scene)
    for (const [body, meant] of shapes[id]) {
      answer(body)
      const result = await scene.cli.run(['balance', 'shop', '--json'])
      const [read] = result.json<Balance[]>()[0] ?? []
      const unread = read?.figures.unreadBalance
      const got = read?.error?.code ?? (unread === undefined ? read?.balance : { unread })
      expect([body, got]).toEqual([body, meant])
      expect([body, result.code]).toEqual([body, meant === 'auth' ? 4 : typeof meant === 'string' ? 6 : 0])
    }
  },
)

it('a balance that is shown as it came shows no key', async () => {
  const scene = await stage('kingsmspro')
  const { apiKey = '' } = scene.gateway.credentials
  answering(scene)(JSON.stringify({ balance: { key: apiKey } }))
  const result = await scene.cli.run(['balance', 'shop', '--json'])
  expect(result.code).toBe(0)
  expect(result.stdout).toContain('unreadBalance')
  expect(result.stdout).not.toContain(apiKey.slice(0, 20))
})

it('a bare figure of SMS Presto is read like any other', async () => {
  const scene = await stage('smspresto')
  const answer = answering(scene)
  for (const [body, balance, unread] of [
    ['12 500', 12_500, undefined],
    ['12,500', null, '12,500'],
    ['12.500', null, '12.500'],
    ['"10000"', 10_000, undefined],
  ] as const) {
    answer(body)
    const result = await scene.cli.run(['balance', 'shop', '--json'])
    expect(result.code, body).toBe(0)
    const [read] = result.json<Balance[]>()[0] ?? []
    expect([read?.balance, read?.figures.unreadBalance]).toEqual([balance, unread])
  }
})

it('ids of more digits than a number keeps stay apart, in the history and in a table', async () => {
  const scene = await stage('kingsmspro')
  const ids = ['1000000000000000001', '1000000000000000002']
  for (const id of ids)
    scene.gateway.misbehave(
      {
        kind: 'answer',
        reply: {
          status: 200,
          contentType: 'application/json',
          body: `{"result":{"messageId":${id},"sms_count":1,"amount":"1,250","status":"ACT"}}`,
        },
      },
      { matching: ({ path }) => path.endsWith('/sms/send') },
    )
  const sent = await scene.cli.run(scene.send(2))
  expect(sent.code).toBe(0)
  const history = await scene.cli.run(['history', '--json'])
  const [rows = []] = history.json<{ gatewayMessageId: string }[]>()
  expect(rows.map(({ gatewayMessageId }) => gatewayMessageId).sort()).toEqual(ids)
  const out = join(scene.cli.dataDir, 'campaign.csv')
  expect((await scene.cli.run(['campaign', 'export', '1', '--out', out])).code).toBe(0)
  for (const id of ids) expect(readFileSync(out, 'utf8')).toContain(`;'${id};`)
})

describe('a refused key', () => {
  it.each<[GatewayId, string]>([
    ['kingsmspro', '{"message":"Unauthenticated."}'],
    ['kingsmspro', '{"result":{"status":"error","message":"Invalid API key"}}'],
    ['kingsmspro', '{"error":"Clé d’API inconnue"}'],
    ['devcodesms', '{"success":false,"status":401,"msg":"Pas d’autorisation"}'],
    ['devcodesms', '{"success":false,"status":401,"msg":"Compte inconnu"}'],
    ['smspresto', '{"status":10,"message":"Invalid API key"}'],
    ['smspresto', '{"status":"11"}'],
    ['smspresto', '{"status":"error","message":"Authentication failed"}'],
  ])('of %s, told with 200 on account details as %s, ends with 4', async (id, body) => {
    const scene = await stage(id)
    answering(scene)(body)
    const result = await scene.cli.run(['balance', 'shop', '--json'])
    expect(result.code).toBe(4)
    expect(result.json<Balance[]>()[0]?.[0]?.error?.code).toBe('auth')
  })

  it('of LMT BulkSMS, which gives no account details, ends with 4 on sending', async () => {
    const scene = await stage('lmtgroup')
    answering(scene)('{"status":"error","message":"invalid paramerters","errros":["api_key is invalid"]}')
    expect((await scene.cli.run(scene.send(1))).code).toBe(4)
  })
})

describe('what cannot be read', () => {
  const speaksOfSending = /sen[dt]|sms|message|leaves|left this|envo(?:i|y)|parti\b|douteux|doubtful/i
  it.each<[string, string]>([
    ['unreadable', 'nonsense'],
    ['a web page', '<!doctype html><p>Maintenance'],
    ['another shape', '{"a":1}'],
  ])('of a balance, an archive or a test never speaks of sending: %s', async (_, body) => {
    const scene = await stage('smspresto')
    answering(scene)(body)
    const range = ['--from', '2026-11-01', '--to', '2026-11-02']
    for (const command of [
      ['balance', 'shop'],
      ['account', 'test', 'shop'],
      ['archive', 'shop', ...range],
    ]) {
      for (const lang of ['fr', 'en']) {
        const { code, stderr } = await scene.cli.run([...command, '--lang', lang])
        expect(code).toBe(6)
        expect(stderr).not.toBe('')
        expect(stderr).not.toMatch(speaksOfSending)
      }
    }
  })
})

describe('what is typed in an account', () => {
  const add = (name: string, ...more: string[]): string[] => [
    'account',
    'add',
    name,
    '--gateway',
    'devcodesms',
    ...more,
  ]

  it.each(['BOUTIQUE\nAWA', 'Fête 🎉', 'магазин', 'متجر', 'BOUTIQUE DE AWA'])(
    'the sender %j is refused',
    async (sender) => {
      const { cli } = await stage('devcodesms')
      const { code, stderr } = await cli.run(add('other', '--no-keychain', '--sender', sender))
      expect(code).toBe(2)
      // one line, whatever the sender holds
      expect(stderr).toMatch(/^griot: The sender [^\n]+\n$/)
    },
  )

  it('a key with spaces or line breaks around is not kept with them, and this is said', async () => {
    const { cli } = await stage('devcodesms')
    const spaced = await cli.run(add('spaced', '--secrets-stdin'), { input: 'apiKey=  abc\u00a0\r\n' })
    expect(spaced.stderr).toContain('“apiKey”: spaces or line breaks around it were removed.')
  })
})

it.each([
  ['a space', '%s '],
  ['spaces and a tab', ' \t%s'],
  ['a no-break space', '%s\u00a0'],
  ['an invisible sign', '\ufeff%s'],
])('a key in a variable with %s around is read without, and this is said', async (_, around) => {
  const scene = await stage('smspresto')
  const environment = Object.fromEntries(
    Object.entries(scene.gateway.credentials).map(([field, value]) => [
      secretVariable('shop', field),
      around.replace('%s', value),
    ]),
  )
  const result = await scene.cli.run(['account', 'test', 'shop'], { environment })
  expect(result.code).toBe(0)
  for (const name of Object.keys(environment)) expect(result.stderr).toContain(`“${name}”: spaces or line breaks`)
  const cut = Object.fromEntries(Object.keys(environment).map((name) => [name, 'abc\r\ndef']))
  const refused = await scene.cli.run(scene.send(1), { environment: cut })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('A line break cuts this credential')
  expect(scene.gateway.log).toHaveLength(0)
})

it('a key that a line break cuts is refused, by whatever way it comes', async () => {
  const scene = await stageCore('devcodesms')
  try {
    const input = { name: 'autre', gateway: 'devcodesms', baseUrl: null, sender: null, country: 'CM', currency: 'XAF' }
    const numbers = { price: null, maxRate: null, concurrency: null, alertBelow: null, callbackUrl: null }
    const save = scene.core.handlers['accounts.save']({
      ...input,
      ...numbers,
      usesKeychain: true,
      credentials: { apiKey: 'abc\r\ndef' },
    })
    await expect(save).rejects.toMatchObject({ code: 'secret_broken' })
  } finally {
    await scene.close()
  }
})

it('a daily limit stops a campaign after a few, with its own word', async () => {
  const scene = await stage('kingsmspro')
  scene.gateway.misbehave(
    {
      kind: 'answer',
      reply: { status: 200, contentType: 'application/json', body: '{"result":{"messageId":"0","status":"MAX"}}' },
    },
    { times: Number.POSITIVE_INFINITY, matching: ({ path }) => path.endsWith('/sms/send') },
  )
  const result = await scene.cli.run(scene.send(40))
  expect(result.code).toBe(6)
  expect(result.json<{ event: string; reason?: string }>().at(-1)).toMatchObject({
    event: 'paused',
    reason: 'daily_limit',
  })
  expect(scene.gateway.requests.filter(({ path }) => path.endsWith('/sms/send')).length).toBeLessThanOrEqual(4)
})
