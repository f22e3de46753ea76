/** The receiver against the world: reports in every spelling, calls that are not for it, callers who keep others out. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ListenerView } from '@shared/contract/gateway-side'
import { connect as connectDatabase, databaseFileName } from '@core/storage/open'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Receiver {
  readonly scene: CoreStage
  readonly view: ListenerView
  readonly url: string
}

async function receiver(id: 'kingsmspro' | 'devcodesms'): Promise<Receiver> {
  const scene = await stageCore(id)
  closers.push(() => scene.close())
  const view = await scene.core.handlers['receipts.listen']({
    enabled: true,
    host: '127.0.0.1',
    port: 0,
    persist: false,
  })
  return { scene, view, url: urlOf(view, id) }
}

const urlOf = (view: ListenerView, id: string): string => view.urls.find((one) => one.id === id)?.url ?? ''
const phones = (count: number): string[] => Array.from({ length: count }, (_, index) => `+2376${70_000_000 + index}`)

interface Call {
  readonly method?: string
  readonly type?: string
  readonly body?: string
  readonly headers?: IncomingHttpHeaders
}

function call(url: string, { method = 'POST', type = 'application/json', body = '', headers = {} }: Call = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = httpRequest(
      url,
      { method, headers: { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const log = ({ scene }: Receiver) => scene.core.handlers['receipts.log']({ limit: 100 })
const form = 'application/x-www-form-urlencoded'

/** What a script posts about KING SMS PRO's message `id` to `to`. */
const kingBodies: readonly (readonly [string, string, (id: string, to: string) => string])[] = [
  ['a form', form, (id, to) => `messageId=${id}&destination=${to}&status=DLV`],
  ['JSON', 'application/json', (id, to) => JSON.stringify({ messageId: id, destination: to, status: 'DLV' })],
  ['a number for an id', 'application/json', (id, to) => `{"messageId":${id},"destination":"${to}","status":"dlv"}`],
  ['JSON under a form type', form, (id, to) => JSON.stringify({ messageId: id, destination: to, status: 'DLV' })],
  ['JSON with a byte order mark', 'text/plain', (id, to) => `\ufeff{"messageId":"${id}","to":"${to}","status":"DLV"}`],
  ['wrapped in data', 'application/json', (id, to) => `{"data":{"messageId":"${id}","to":"${to}","status":"DLV"}}`],
  ['wrapped in result', 'application/json', (id, to) => `{"result":{"messageId":"${id}","to":"${to}","status":"DLV"}}`],
  ['a list of one', 'application/json', (id, to) => `[{"messageId":"${id}","to":"${to}","status":"DLV"}]`],
  [
    'data as text',
    'application/json',
    (id, to) => JSON.stringify({ data: `[{"messageId":"${id}","to":"${to}","status":"DLV"}]` }),
  ],
  ...(['result', 'data'] as const).map((name): [string, string, (id: string, to: string) => string] => [
    `a list of ${name}`,
    'application/json',
    (id, to) => `[{"${name}":{"messageId":"${id}","to":"${to}","status":"DLV"}}]`,
  ]),
  [
    'a field of a form with JSON',
    form,
    (id, to) => `data=${encodeURIComponent(`{"messageId":"${id}","to":"${to}","status":"DLV"}`)}`,
  ],
  [
    'a string of JSON',
    'application/json',
    (id, to) => JSON.stringify(`{"messageId":"${id}","to":"${to}","status":"DLV"}`),
  ],
  [
    'a string of a string of JSON in a field',
    form,
    (id, to) => `data=${encodeURIComponent(JSON.stringify(`{"messageId":"${id}","to":"${to}","status":"DLV"}`))}`,
  ],
  [
    'a list of strings of JSON',
    'application/json',
    (id, to) => JSON.stringify([`{"messageId":"${id}","to":"${to}","status":"DLV"}`]),
  ],
  [
    'a list as PHP writes it',
    'application/json',
    (id, to) => `{"data":{"1":{"messageId":"${id}","to":"${to}","status":"DLV"}}}`,
  ],
  ...['data', 'result', 'data[0]', '0', 'result[3]'].map(
    (name): [string, string, (id: string, to: string) => string] => [
      `names of PHP in ${name}`,
      form,
      (id, to) => `${name}[messageId]=${id}&${encodeURIComponent(name)}%5Bto%5D=${to}&${name}[status]=DLV`,
    ],
  ),
  ['JSON as a form', form, (id, to) => `${encodeURIComponent(`{"messageId":"${id}","to":"${to}","status":"DLV"}`)}=`],
  [
    'multipart',
    'multipart/form-data; boundary=----x1',
    (id, to) =>
      [
        ['messageId', id],
        ['destination', to],
        ['status', 'DLV'],
      ]
        .map(([name, value]) => `------x1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
        .join('') + '------x1--\r\n',
  ],
]

describe('a report of KING SMS PRO', () => {
  it('counts in every form in which a script posts it', async () => {
    const made = await receiver('kingsmspro')
    const id = await made.scene.send(phones(kingBodies.length))
    for (const [index, [name, type, body]] of kingBodies.entries()) {
      const sent = made.scene.gateway.log[index]
      const answer = await call(made.url, { type, body: body(sent?.id ?? '', sent?.phone.slice(1) ?? '') })
      expect(answer, name).toEqual({ status: 200, body: 'OK' })
      expect((await made.scene.view(id)).counts.delivered, name).toBe(index + 1)
    }
    expect(await log(made)).toEqual([])
  })

  it.each([
    ['national', (phone: string) => phone.slice(4)],
    ['with 00', (phone: string) => `00${phone.slice(1)}`],
    ['with a trunk zero', (phone: string) => `0${phone.slice(4)}`],
    ['with spaces', (phone: string) => phone.replace(/(\d{3})/g, '$1 ')],
    ['bare', (phone: string) => phone.slice(1)],
  ])('counts with the number in another spelling: %s', async (_, spell) => {
    const { scene, url } = await receiver('kingsmspro')
    const id = await scene.send(phones(1))
    const body = JSON.stringify({
      messageId: scene.gateway.log[0]?.id,
      destination: spell(phones(1)[0] ?? ''),
      status: 'DLV',
    })
    expect((await call(url, { body })).status).toBe(200)
    expect((await scene.view(id)).counts.delivered).toBe(1)
  })

  it.each(['+237670000001', '670000001', '70000000', '0', '22890443679'])(
    'changes nothing with the number of somebody else: %s',
    async (destination) => {
      const made = await receiver('kingsmspro')
      const { scene, url } = made
      const id = await scene.send(phones(1))
      const body = JSON.stringify({ messageId: scene.gateway.log[0]?.id, destination, status: 'DLV' })
      // kept and shown before it is answered: "try again" would make the gateway repeat it for ever
      expect(await call(url, { body })).toEqual({ status: 200, body: 'OK' })
      expect((await scene.view(id)).counts).toMatchObject({ accepted: 1, delivered: 0 })
      expect(await log(made)).toMatchObject([{ gateway: 'kingsmspro', reason: 'stranger', times: 1 }])
      expect((await scene.core.handlers['receipts.listener'](undefined)).received).toBe(0)
    },
  )

  it('with the number of somebody else is not answered "stored" where it cannot be kept', async () => {
    const { scene, url } = await receiver('kingsmspro')
    await scene.send(phones(1))
    const db = connectDatabase(join(scene.dataDir, databaseFileName))
    db.exec(`CREATE TRIGGER odd BEFORE INSERT ON receipt_log BEGIN SELECT RAISE(ABORT, 'odd'); END`)
    const body = JSON.stringify({ messageId: scene.gateway.log[0]?.id, destination: '22800000000', status: 'DLV' })
    expect((await call(url, { body })).status).toBe(503)
    db.exec('DROP TRIGGER odd')
    db.close()
    expect((await call(url, { body })).status).toBe(200)
  })

  it('that was quicker than the answer, with the number of somebody else, is shown when the answer comes', async () => {
    const made = await receiver('kingsmspro')
    const { scene, url } = made
    const body = JSON.stringify({ messageId: '587854668', destination: '22890000000', status: 'DLV' })
    expect((await call(url, { body })).status).toBe(200)
    expect(await log(made)).toEqual([])
    const id = await scene.send(phones(1))
    expect(scene.gateway.log[0]?.id).toBe('587854668')
    expect((await scene.view(id)).counts).toMatchObject({ accepted: 1, delivered: 0 })
    expect(await log(made)).toMatchObject([
      { reason: 'stranger', body: expect.stringContaining('22890000000') as string },
    ])
  })

  it.each([
    [
      'JSON',
      'application/json',
      (id: string, to: string) => `{"messageId":"${id}","destination":"${to}","status":"ABS","status":"DLV"}`,
    ],
    ['a form', form, (id: string, to: string) => `messageId=${id}&destination=${to}&status=ABS&status=DLV`],
    [
      'names of PHP',
      form,
      (id: string, to: string) => `d[messageId]=${id}&d[destination]=${to}&d[status]=ABS&d[status]=DLV`,
    ],
    [
      'a name with a value and parts',
      form,
      (id: string, to: string) => `d=1&d[messageId]=${id}&d[to]=${to}&d[status]=DLV`,
    ],
    [
      'JSON under a form’s type',
      form,
      (id: string, to: string) => `{"messageId":"${id}","destination":"${to}","status":"DLV","status":"ABS"}`,
    ],
    [
      'a form of many parts',
      'multipart/form-data; boundary=b',
      (id: string, to: string) =>
        [
          ['messageId', id],
          ['destination', to],
          ['status', 'ABS'],
          ['status', 'DLV'],
        ]
          .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
          .join(''),
    ],
  ])('that says two things of one message in %s is not read', async (_, type, bodyOf) => {
    const made = await receiver('kingsmspro')
    const id = await made.scene.send(phones(1))
    const { id: messageId = '', phone = '' } = made.scene.gateway.log[0] ?? {}
    expect((await call(made.url, { type, body: bodyOf(messageId, phone.slice(1)) })).status).toBe(400)
    expect((await made.scene.view(id)).counts).toMatchObject({ accepted: 1, delivered: 0, undelivered: 0 })
    expect(await log(made)).toMatchObject([{ reason: 'unread' }])
  })

  it('without its number is not believed, nor answered "stored": it is kept as it came', async () => {
    const made = await receiver('kingsmspro')
    const id = await made.scene.send(phones(1))
    const body = `messageId=${made.scene.gateway.log[0]?.id ?? ''}&status=DLV`
    expect((await call(made.url, { type: form, body })).status).toBe(400)
    expect((await made.scene.view(id)).counts.delivered).toBe(0)
    expect(await log(made)).toMatchObject([{ gateway: 'kingsmspro', reason: 'unread', body, times: 1 }])
    expect((await made.scene.core.handlers['receipts.listener'](undefined)).logged).toBe(1)
  })

  it('as a GET, which any page can make, changes nothing', async () => {
    const made = await receiver('kingsmspro')
    const id = await made.scene.send(phones(1))
    const { id: messageId, phone } = made.scene.gateway.log[0] ?? { id: '', phone: '' }
    const query = `?messageId=${messageId}&destination=${phone.slice(1)}&status=DLV`
    expect((await call(made.url + query, { method: 'GET' })).status).toBe(405)
    expect((await made.scene.view(id)).counts.delivered).toBe(0)
    expect(await log(made)).toMatchObject([{ reason: 'method' }])
  })

  it.each([
    ['as it was sent', (phone: string) => phone.slice(1), 'Bonjour à  vous'],
    ['national', (phone: string) => phone.slice(4), 'Bonjour à vous'],
    ['with 00', (phone: string) => `00${phone.slice(1)}`, 'Bonjour à  vous'],
    [
      'with a trunk zero and spaces',
      (phone: string) => `0${phone.slice(4).replace(/(\d{3})/g, '$1 ')}`,
      ' Bonjour à vous\r\n',
    ],
  ])('settles a doubtful message whose number (%s) and text it repeats', async (_, spell, text) => {
    const { scene, url } = await receiver('kingsmspro')
    const report = (index: number): string =>
      JSON.stringify({
        messageId: `90000${index}`,
        destination: spell(phones(2)[index] ?? ''),
        message: text,
        status: 'DLV',
      })
    const sends = ({ path }: { path: string }): boolean => path.endsWith('/sms/send')
    scene.gateway.misbehave({ kind: 'reset', at: 'mid_reply' }, { times: 2, matching: sends })
    // quicker than the answer of the first one
    expect((await call(url, { body: report(0) })).body).toBe('OK')
    const id = await scene.send(phones(2), { text: 'Bonjour à  vous' })
    expect(await scene.states(id)).toEqual({ [phones(2)[0]!]: 'delivered', [phones(2)[1]!]: 'unknown' })
    // after the answer of the second one was lost; another text proves nothing
    await call(url, { body: report(1).replace('Bonjour', 'Bonsoir') })
    await call(url, { body: report(0).replace('900000', '900003') })
    expect((await scene.view(id)).counts.unknown).toBe(1)
    await call(url, { body: report(1).replace('900001', '900002') })
    expect((await scene.view(id)).counts).toMatchObject({ delivered: 2, unknown: 0 })
  })

  it('in a national spelling that is the number of two doubtful messages settles neither', async () => {
    const { scene, url } = await receiver('kingsmspro')
    scene.gateway.misbehave(
      { kind: 'reset', at: 'mid_reply' },
      { times: 2, matching: ({ path }) => path.endsWith('/sms/send') },
    )
    const id = await scene.send(['+22890443679', '+22790443679'], { text: 'Bonjour' })
    const report = { messageId: '900001', destination: '90443679', message: 'Bonjour', status: 'DLV' }
    expect((await call(url, { body: JSON.stringify(report) })).status).toBe(200)
    expect((await scene.view(id)).counts.unknown).toBe(2)
  })
})

describe('a report of devcodesms', () => {
  const list = (entry: object): string => JSON.stringify({ dlrlist: [entry] })
  const phpForm = (name: string, entry: object): string =>
    Object.entries(entry)
      .map(([key, value]) => `${name}[${key}]=${encodeURIComponent(String(value))}`)
      .join('&')
  it.each<[string, string, (entry: object) => string]>([
    ['as documented', 'application/json', list],
    ['under a form type', form, list],
    ['in a field of a form', form, (entry) => `dlrlist=${encodeURIComponent(JSON.stringify([entry]))}`],
    ['in data', 'application/json', (entry) => `{"data":${list(entry)}}`],
    ['a list alone', 'application/json', (entry) => JSON.stringify([entry])],
    ['one entry alone', 'application/json', (entry) => JSON.stringify(entry)],
    ['one entry instead of a list', 'application/json', (entry) => JSON.stringify({ dlrlist: entry })],
    ['with a byte order mark', 'application/json', (entry) => `\ufeff${list(entry)}`],
    ['a list of one envelope', 'application/json', (entry) => `[${list(entry)}]`],
    ['a list of one wrapped envelope', 'application/json', (entry) => `[{"data":${list(entry)}}]`],
    ['a list of entries in data', 'application/json', (entry) => JSON.stringify([{ data: entry }])],
    ['a list of lists', 'application/json', (entry) => JSON.stringify([[entry]])],
    ['a string of JSON', 'application/json', (entry) => JSON.stringify(list(entry))],
    ['a list of strings', 'application/json', (entry) => JSON.stringify({ dlrlist: [JSON.stringify(entry)] })],
    ['a list of strings alone', 'application/json', (entry) => JSON.stringify([JSON.stringify(entry)])],
    ['a list of envelopes as strings', 'application/json', (entry) => JSON.stringify([list(entry)])],
    ['a list as PHP writes it', 'application/json', (entry) => JSON.stringify({ dlrlist: { 4: entry } })],
    ['names of PHP', form, (entry) => phpForm('dlrlist[0]', entry)],
    ['names of PHP, encoded', form, (entry) => new URLSearchParams(phpForm('dlrlist[0]', entry)).toString()],
    ['names of PHP without a list', form, (entry) => phpForm('dlrlist', entry)],
    ['names of PHP in data', form, (entry) => phpForm('data[dlrlist][0]', entry)],
    ['JSON in a list of PHP', form, (entry) => `dlrlist[]=${encodeURIComponent(JSON.stringify(entry))}`],
    [
      'names of PHP in many parts',
      'multipart/form-data; boundary=b',
      (entry) =>
        [...new URLSearchParams(phpForm('dlrlist[0]', entry))]
          .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
          .join('') + '--b--',
    ],
  ])('is read %s', async (_, type, body) => {
    const { scene, url } = await receiver('devcodesms')
    const id = await scene.send(phones(1))
    const entry = { messageid: scene.gateway.log[0]?.id, mobileno: phones(1)[0]?.slice(4), status: 'DELIVRD' }
    const answer = await call(url, { type, body: body(entry) })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toEqual({ dlrlist: [{ ...entry, status: 1 }] })
    expect((await scene.view(id)).counts.delivered).toBe(1)
  })

  it.each([
    [1, 'delivered'],
    ['1', 'delivered'],
    ['delivrd', 'delivered'],
    [0, 'undelivered'],
    ['0', 'undelivered'],
    ['UNDELIV', 'undelivered'],
    ['EXPIRED', 'expired'],
    ['REJECTD', 'undelivered'],
    ['ENROUTE', 'accepted'],
  ])('with status %j ends as %s', async (status, state) => {
    const { scene, url } = await receiver('devcodesms')
    const id = await scene.send(phones(1))
    await call(url, { body: list({ messageid: scene.gateway.log[0]?.id, mobileno: phones(1)[0], status }) })
    expect(await scene.states(id)).toEqual({ [phones(1)[0]!]: state })
  })

  it('in names of PHP of several entries is answered one by one; parts without an entry are not joined', async () => {
    const made = await receiver('devcodesms')
    const { scene, url } = made
    const id = await scene.send(phones(3))
    const entries = scene.gateway.log.map((sent) => ({ messageid: sent.id, mobileno: sent.phone, status: 'DELIVRD' }))
    const body = [
      phpForm('dlrlist[0]', entries[0] ?? {}),
      phpForm('dlrlist[1]', { ...entries[1], status: '?' }),
      phpForm('dlrlist[10]', entries[2] ?? {}),
    ].join('&')
    const { dlrlist } = JSON.parse((await call(url, { type: form, body })).body) as { dlrlist: { status: number }[] }
    expect(dlrlist.map(({ status }) => status)).toEqual([1, 0, 1])
    expect((await scene.view(id)).counts).toMatchObject({ delivered: 2, accepted: 1 })
    // PHP reads each [] as an entry of its own
    const parts = await call(url, { type: form, body: phpForm('dlrlist[]', entries[1] ?? {}) })
    expect(parts.body).not.toContain('"status":1')
    expect((await scene.view(id)).counts).toMatchObject({ delivered: 2, accepted: 1 })
    expect((await log(made)).length).toBeGreaterThan(1)
  })

  it.each(['__proto__[messageid]=1', 'dlrlist[__proto__][x]=1', 'dlrlist[0][a][b][c][d][e]=1', '[]=1', 'dlrlist[0=1'])(
    'in the names %s is kept as it came',
    async (body) => {
      const made = await receiver('devcodesms')
      const answer = await call(made.url, { type: form, body })
      expect(answer.body).not.toContain('"status":1')
      expect(await log(made)).toMatchObject([{ reason: 'unread' }])
    },
  )

  it('with a word that nobody documents is answered 0 and kept as it came, without secrets', async () => {
    const made = await receiver('devcodesms')
    await made.scene.send(phones(1))
    const key = made.scene.gateway.credentials.apiKey ?? ''
    const entry = { messageid: made.scene.gateway.log[0]?.id, mobileno: phones(1)[0], status: 'PENDING', api_key: key }
    for (let times = 0; times < 3; times++) {
      const { body } = await call(made.url, { body: list(entry) })
      expect(JSON.parse(body)).toMatchObject({ dlrlist: [{ status: 0 }] })
    }
    const rows = await log(made)
    expect(rows).toMatchObject([{ reason: 'unread', times: 3, body: expect.stringContaining('"PENDING"') as string }])
    expect(rows[0]?.body).not.toContain(key)
    // what a person asks to forget is forgotten here too
    await made.scene.core.handlers['contacts.erase']({ phone: phones(1)[0] ?? '' })
    expect(await log(made)).toEqual([])
  })

  it('that is long is kept short', async () => {
    const made = await receiver('devcodesms')
    expect((await call(made.url, { body: 'x'.repeat(50_000) })).status).toBe(400)
    expect((await call(made.url, { body: 'x'.repeat(70_000) })).status).toBe(413)
    const rows = await log(made)
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['too_long', 'unread'])
    for (const { body } of rows) expect(body.length).toBeLessThanOrEqual(2000)
  })
})

describe('a report that cannot be stored', () => {
  it('stops and undoes no other one of its call, is answered 0 and kept', async () => {
    const made = await receiver('devcodesms')
    const { scene, url } = made
    const id = await scene.send(phones(3))
    const db = connectDatabase(join(scene.dataDir, databaseFileName))
    db.exec(`CREATE TRIGGER odd BEFORE UPDATE ON message WHEN NEW.phone = '${phones(3)[1] ?? ''}'
      BEGIN SELECT RAISE(ABORT, 'odd'); END`)
    const dlrlist = scene.gateway.log.map((entry) => ({ messageid: entry.id, mobileno: entry.phone, status: 1 }))
    const { body } = await call(url, { body: JSON.stringify({ dlrlist }) })
    expect((JSON.parse(body) as { dlrlist: { status: number }[] }).dlrlist.map(({ status }) => status)).toEqual([
      1, 0, 1,
    ])
    expect((await scene.view(id)).counts).toMatchObject({ delivered: 2, accepted: 1 })
    expect(await log(made)).toMatchObject([
      { reason: 'unread', body: expect.stringContaining(phones(3)[1] ?? '') as string },
    ])
    // the gateway tries again, and it can be stored now
    db.exec('DROP TRIGGER odd')
    db.close()
    await call(url, { body: JSON.stringify({ dlrlist }) })
    expect((await scene.view(id)).counts.delivered).toBe(3)
  })
})

describe('a report of a message whose answer was lost', () => {
  it('counts once the archive gives the message its id', async () => {
    const { scene, url } = await receiver('kingsmspro')
    scene.gateway.misbehave(
      { kind: 'reset', at: 'mid_reply', accept: true },
      { matching: ({ path }) => path.endsWith('/sms/send') },
    )
    const id = await scene.send(phones(2), { text: 'Bonjour' })
    expect(await scene.states(id)).toEqual({ [phones(2)[0]!]: 'unknown', [phones(2)[1]!]: 'accepted' })
    const lost = scene.gateway.log[0]
    const report = JSON.stringify({ messageId: lost?.id, destination: lost?.phone.slice(1), status: 'DLV' })
    expect((await call(url, { body: report })).body).toBe('OK')
    // its number alone does not say which message is meant
    expect((await scene.view(id)).counts.unknown).toBe(1)
    const resolve = { id, how: 'from_gateway', messageIds: null, confirmed: true } as const
    expect(await scene.core.handlers['campaigns.resolve'](resolve)).toMatchObject({ resolved: 1, stillUnknown: 0 })
    expect((await scene.view(id)).counts).toMatchObject({ delivered: 1, accepted: 1 })
    expect((await scene.core.handlers['receipts.listener'](undefined)).waiting).toBe(0)
  })
})

describe('a call is not for Griot', () => {
  it.each<[string, IncomingHttpHeaders]>([
    ['another host', { host: 'evil.example' }],
    ['another host that begins like this one', { host: '127.0.0.1.evil.example' }],
    ['a page', { origin: 'https://evil.example' }],
    ['a page without origin', { origin: 'null' }],
    ['a picture in a page', { 'sec-fetch-site': 'cross-site' }],
    ['a page of this computer', { 'sec-fetch-site': 'same-site' }],
  ])('with the headers of %s', async (_, headers) => {
    const made = await receiver('kingsmspro')
    const id = await made.scene.send(phones(1))
    const { id: messageId, phone } = made.scene.gateway.log[0] ?? { id: '', phone: '' }
    const body = JSON.stringify({ messageId, destination: phone, status: 'DLV' })
    expect((await call(made.url, { body, headers })).status).toBe(403)
    expect((await made.scene.view(id)).counts.delivered).toBe(0)
    expect(await log(made)).toMatchObject([{ reason: 'foreign' }])
    expect((await call(made.url, { body, headers: { host: 'localhost:1' } })).status).toBe(200)
  })

  it('but is where it comes by the public name', async () => {
    const { scene, url } = await receiver('devcodesms')
    const host = 'abc.trycloudflare.com'
    const view = await scene.core.handlers['receipts.publicHost']({ host: `https://${host.toUpperCase()}/` })
    expect(urlOf(view, 'devcodesms')).toMatch(/^https:\/\/abc\.trycloudflare\.com\/[\w-]{32}\/devcodesms$/)
    expect((await call(url, { body: '{"dlrlist":[]}', headers: { host } })).status).toBe(200)
    expect((await call(url, { body: '{"dlrlist":[]}', headers: { host: `x.${host}` } })).status).toBe(403)
    await expect(scene.core.handlers['receipts.publicHost']({ host: 'a b' })).rejects.toMatchObject({
      code: 'base_url_invalid',
    })
  })

  it('with the secret of another gateway, or an old one', async () => {
    const { scene, view, url } = await receiver('kingsmspro')
    const secret = (of: string): string => new URL(of).pathname.split('/')[1] ?? ''
    const other = urlOf(view, 'devcodesms')
    expect(secret(other)).not.toBe(secret(url))
    const origin = new URL(url).origin
    const body = '{"dlrlist":[]}'
    expect((await call(`${origin}/${secret(url)}/devcodesms`, { body })).status).toBe(404)
    expect((await call(other, { body })).status).toBe(200)

    await scene.core.handlers['accounts.save']({
      ...(await saved(scene)),
      callbackUrl: `https://sms.example/${secret(url)}/kingsmspro`,
    })
    const { view: next, accounts } = await scene.core.handlers['receipts.newAddress']({ gateway: 'kingsmspro' })
    expect(accounts).toBe(1)
    expect((await scene.core.handlers['accounts.get']({ id: scene.accountId })).callbackUrl).toBe(
      `https://sms.example/${secret(urlOf(next, 'kingsmspro'))}/kingsmspro`,
    )
    expect((await call(url, { body: '{}' })).status).toBe(404)
    expect((await call(urlOf(next, 'kingsmspro'), { body: '{}' })).status).toBe(400)
    // the other gateway's address is what it was
    expect((await call(other, { body })).status).toBe(200)
    expect(scene.audited()).toContain('receipts.newAddress')
  })

  async function saved(scene: CoreStage) {
    const { name, baseUrl, sender, country, currency, price, maxRate, concurrency, alertBelow, usesKeychain } =
      await scene.core.handlers['accounts.get']({ id: scene.accountId })
    const kept = { name, baseUrl, sender, country, currency, price, maxRate, concurrency, alertBelow, usesKeychain }
    return { ...kept, id: scene.accountId, gateway: 'kingsmspro' }
  }
})

describe('a caller with the secret', () => {
  it('fills no disk: ten thousand early reports are kept, the oldest go', async () => {
    const { scene, url } = await receiver('devcodesms')
    const entries = (call: number): object[] =>
      Array.from({ length: 700 }, (_, index) => ({
        messageid: `${call}-${index}`,
        mobileno: '237670000000',
        status: 1,
      }))
    for (let calls = 0; calls < 16; calls++) {
      const { status } = await call(url, { body: JSON.stringify({ dlrlist: entries(calls) }) })
      expect(status).toBe(200)
    }
    expect((await scene.core.handlers['receipts.listener'](undefined)).waiting).toBe(10_000)
    const db = connectDatabase(join(scene.dataDir, databaseFileName), { readonly: true })
    closers.push(() => db.close())
    const ids = db.prepare('SELECT gateway_message_id FROM early_report').pluck().all() as string[]
    expect(ids).toContain('15-699')
    expect(ids).not.toContain('0-0')
    const plan = db.prepare('EXPLAIN QUERY PLAN DELETE FROM early_report WHERE received_at < 1').all()
    expect(JSON.stringify(plan)).toContain('early_report_by_time')
  })
})

describe('callers without the secret', () => {
  /** Opens `count` connections that send `head` and then nothing. */
  async function hold(port: number, count: number, head: string): Promise<Socket[]> {
    const sockets = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1', () => socket.write(head))
      socket.on('error', () => undefined)
      return socket
    })
    closers.push(() => sockets.forEach((socket) => socket.destroy()))
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
    return sockets
  }

  it.each([
    ['half heads', 'POST /x HTTP/1.1\r\nhost: a\r\n'],
    ['nothing at all', ''],
    ['bodies that never come', 'POST /x HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n1'],
  ])('keep no report out with %s', async (_, head) => {
    const { scene, url, view } = await receiver('devcodesms')
    const id = await scene.send(phones(8))
    for (let round = 0; round < 8; round++) {
      // renewed before every report, a third more than the receiver has room for
      await hold(view.port, 64, head)
      const { id: messageid, phone: mobileno } = scene.gateway.log[round] ?? { id: '', phone: '' }
      const { status } = await call(url, { body: JSON.stringify({ dlrlist: [{ messageid, mobileno, status: 1 }] }) })
      expect(status).toBe(200)
      expect((await scene.view(id)).counts.delivered).toBe(round + 1)
    }
  })

  it('hold up no report for longer than a second more than it takes alone', async () => {
    const { scene, url, view } = await receiver('devcodesms')
    await scene.send(phones(10))
    const reported = async (index: number): Promise<number> => {
      const { id: messageid, phone: mobileno } = scene.gateway.log[index] ?? { id: '', phone: '' }
      const before = performance.now()
      expect(
        (await call(url, { body: JSON.stringify({ dlrlist: [{ messageid, mobileno, status: 1 }] }) })).status,
      ).toBe(200)
      return performance.now() - before
    }
    const alone: number[] = []
    for (let index = 0; index < 5; index++) alone.push(await reported(index))
    for (let index = 5; index < 10; index++) {
      await hold(view.port, 64, 'POST /x HTTP/1.1\r\nhost: a\r\n')
      // a busy machine makes both slower
      expect(await reported(index)).toBeLessThan(1000 + 20 * Math.max(...alone))
    }
  })

  it('are cut off when their head does not end', { timeout: 60_000 }, async () => {
    const { view } = await receiver('devcodesms')
    const [socket] = await hold(view.port, 1, 'POST /x HTTP/1.1\r\nhost: a\r\n')
    await new Promise((resolve) => socket?.once('close', resolve).resume())
  })

  it('are not read on: a wrong address is answered before its body has come', async () => {
    const { view } = await receiver('devcodesms')
    const [socket] = await hold(view.port, 1, 'POST /x HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n1')
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      socket?.on('data', (bytes) => (text += bytes.toString())).once('close', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  })
})
