/** `griot receipts listen` as a process that gateways post to, and `griot resolve` with its exit codes. */
import { request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { connect, databaseFileName } from '@core/storage/open'
import { secretVariable } from '@shared/domain/account'
import { misbehaviours } from '../../helpers/gateways/misbehaviours'
import { stageCli, until, type CliStage, type SendEvent } from '../../helpers/cli-stage'
import { devcodeReports } from '../../helpers/gateways/devcodesms'
import type { SeenRequest } from '../../helpers/gateways/fake-gateway'

const open: CliStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const made = await stageCli(...options)
  open.push(made)
  return made
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function post(url: string, type: string, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers: { 'content-type': type } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const countsOf = async ({ cli }: CliStage, campaign: number): Promise<Record<string, number>> => {
  const [shown] = (await cli.run(['campaign', 'show', String(campaign), '--json'])).json<{
    counts: Record<string, number>
  }>()
  return shown?.counts ?? {}
}
const campaignOf = (result: { json<Value>(): Value[] }): number => result.json<SendEvent>().at(-1)?.campaign ?? 0
const isSending = ({ path, body }: SeenRequest): boolean => /sms\/send|\/push$|sendsms/.test(`${body} ${path}`)

describe('griot receipts listen', () => {
  it.each([
    [
      'devcodesms',
      'application/json',
      (scene: CliStage) => [devcodeReports(scene.gateway.log, scene.gateway.statuses)],
    ],
    [
      'kingsmspro',
      'application/x-www-form-urlencoded',
      (scene: CliStage) =>
        scene.gateway.log.map(({ id, phone }) => `messageId=${id}&destination=${phone.slice(1)}&status=DLV`),
    ],
  ] as const)('receives the reports of %s until it is stopped', async (id, type, bodies) => {
    const scene = await stage(id)
    const sent = await scene.cli.run(scene.send(3))
    expect(sent.code).toBe(0)
    const listening = scene.cli.start(['receipts', 'listen', '--port', String(await freePort()), '--json'])
    let seen = ''
    listening.process.stdout.on('data', (text: string) => (seen += text))
    await until(() => seen.includes('\n'))
    const first = JSON.parse(seen.split('\n')[0] ?? '') as { event: string; urls: { id: string; url: string }[] }
    expect(first.event).toBe('listening')
    const url = first.urls.find((one) => one.id === id)?.url ?? ''
    for (const body of bodies(scene)) expect((await post(url, type, body)).status).toBe(200)
    expect((await post(url.replace(`/${id}`, `x/${id}`), type, '')).status).toBe(404)
    // what cannot be read is printed as it comes, and counted
    expect((await post(url, 'application/json', '{"statut":"livré"}')).status).toBe(400)
    await until(() => seen.includes('"refused"'))
    expect(JSON.parse(seen.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'refused',
      gateway: id,
      reason: 'unread',
      body: '{"statut":"livré"}',
    })
    expect(await countsOf(scene, campaignOf(sent))).toMatchObject({ delivered: 3, accepted: 0 })
    listening.process.kill('SIGTERM')
    const ended = await listening.ended
    expect(ended.json<{ event: string; received: number }>().at(-1)).toEqual({
      event: 'stopped',
      received: 3,
      refused: 1,
    })
    expect(ended.code).toBe(0)
  })

  it('settles by number and text a message whose sender was killed before its answer came', async () => {
    const scene = await stage('kingsmspro')
    const listening = scene.cli.start(['receipts', 'listen', '--port', String(await freePort()), '--json'])
    let seen = ''
    listening.process.stdout.on('data', (text: string) => (seen += text))
    await until(() => seen.includes('\n'))
    const { urls } = JSON.parse(seen.split('\n')[0] ?? '') as { urls: { id: string; url: string }[] }
    const url = urls.find(({ id }) => id === 'kingsmspro')?.url ?? ''
    scene.gateway.misbehave({ kind: 'hang', accept: true }, { matching: isSending })
    const sending = scene.cli.start(scene.send(2))
    await until(() => scene.gateway.log.length === 1)
    const [{ id, phone } = { id: '', phone: '' }] = scene.gateway.log
    const report = { messageId: id, destination: phone.slice(4), message: 'Bonjour', status: 'DLV' }
    expect((await post(url, 'application/json', JSON.stringify(report))).status).toBe(200)
    sending.process.kill('SIGKILL')
    await sending.ended
    expect((await scene.cli.run(['campaign', 'resume', '1'])).code).toBe(0)
    expect(await countsOf(scene, 1)).toMatchObject({ delivered: 1, accepted: 1, unknown: 0 })
    expect(scene.gateway.log).toHaveLength(2)
    listening.process.kill('SIGTERM')
    await listening.ended
  })

  it('at an address per gateway, which can be made anew', async () => {
    const scene = await stage('kingsmspro')
    const ask = async (...more: string[]): Promise<Record<string, string>> => {
      const result = await scene.cli.run(['receipts', 'address', ...more, '--json'])
      expect(result).toMatchObject({ code: 0, stderr: '' })
      const [{ urls } = { urls: [] }] = result.json<{ urls: { id: string; url: string }[] }>()
      return Object.fromEntries(urls.map(({ id, url }) => [id, url]))
    }
    const before = await ask()
    expect(Object.keys(before)).toEqual(['kingsmspro', 'devcodesms'])
    expect(await ask('devcodesms')).toEqual({ devcodesms: before.devcodesms })
    const made = await ask('devcodesms', '--new')
    expect(made.devcodesms).not.toBe(before.devcodesms)
    expect(await ask()).toEqual({ ...before, ...made })
    const all = await ask('--new', '--public-host', 'sms.example.com')
    expect(Object.values(all).every((url) => url.startsWith('https://sms.example.com/'))).toBe(true)
    expect((await scene.cli.run(['receipts', 'address', 'lmtgroup'])).code).toBe(2)
  })

  it('says so when the address is taken', async () => {
    const scene = await stage('devcodesms')
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const result = await scene.cli.run(['receipts', 'listen', '--port', String(port)])
    await new Promise((resolve) => server.close(resolve))
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(String(port))
  })
})

describe('griot receipts poll', () => {
  it('asks KING SMS PRO, and says plainly where a gateway cannot be asked', async () => {
    const scene = await stage('kingsmspro')
    const sent = await scene.cli.run(scene.send(3))
    for (const { id } of scene.gateway.log) scene.gateway.statuses.set(id, 'DLV')
    const polled = await scene.cli.run(['receipts', 'poll', 'shop', '--json'])
    expect(polled.json()).toEqual([{ asked: 3, changed: 3, troubles: [] }])
    expect(await countsOf(scene, campaignOf(sent))).toMatchObject({ delivered: 3 })
    const mute = await stage('lmtgroup')
    expect((await mute.cli.run(['receipts', 'poll', 'shop'])).code).toBe(2)
  })
})

describe('a refused key', () => {
  it.each([1, 3, 6, 12, 250])(
    'of %i messages: how many were asked, and of how many nothing was learned',
    async (count) => {
      const scene = await stage('kingsmspro')
      expect((await scene.cli.run(scene.send(count))).code).toBe(0)
      scene.gateway.credentials = { apiKey: 'another', clientId: 'one' }
      const before = scene.gateway.requests.length
      const polled = await scene.cli.run(['receipts', 'poll', '--json'])
      expect(polled.code).toBe(4)
      const asked = scene.gateway.requests.length - before
      expect(asked).toBeLessThanOrEqual(4)
      expect(polled.json()[0]).toMatchObject({ asked, changed: 0, troubles: [{ code: 'auth', messages: count }] })
    },
  )

  it('after some answers: of the others', async () => {
    const scene = await stage('kingsmspro')
    await scene.cli.run(scene.send(12))
    let seen = 0
    scene.gateway.misbehave(
      { kind: 'answer', reply: { status: 401, body: '{"message":"Unauthenticated."}' } },
      { times: 100, matching: (request) => isTrace(request) && ++seen > 5 },
    )
    const polled = await scene.cli.run(['receipts', 'poll', '--json'])
    expect(polled.code).toBe(4)
    expect(polled.json()[0]).toMatchObject({ troubles: [{ code: 'auth', messages: 7 }] })
  })
})

const isTrace = ({ path }: { path: string }): boolean => path.endsWith('/sms/trace')

describe('one odd answer among many', () => {
  it.each(
    Object.entries({
      'a page of HTML': misbehaviours.html200,
      'nothing at all': misbehaviours.empty,
      null: misbehaviours.nothing,
      'a list': misbehaviours.array,
      'a refusal': { kind: 'answer', reply: { status: 422, body: '{"message":"?"}', contentType: 'application/json' } },
      'a failure': misbehaviours.unavailable,
      'a page of HTML that says 404': {
        kind: 'answer',
        reply: { status: 404, body: '<html>Not Found</html>', contentType: 'text/html' },
      },
      'the trace of somebody else’s number': {
        kind: 'answer',
        reply: { status: 200, body: '{"result":{"destination":"22890000000","status":"DLV"}}' },
      },
    } as const),
  )('%s: every other message is asked about all the same, and it is told', async (_, odd) => {
    const scene = await stage('kingsmspro')
    const sent = await scene.cli.run(scene.send(12))
    for (const { id } of scene.gateway.log) scene.gateway.statuses.set(id, 'DLV')
    scene.gateway.misbehave(odd, { matching: isTrace })
    const polled = await scene.cli.run(['receipts', 'poll', '--json'])
    const [answer] = polled.json<{
      asked: number
      changed: number
      troubles: { account: string; messages: number }[]
    }>()
    expect(answer).toMatchObject({ asked: 12, changed: 11 })
    expect(await countsOf(scene, campaignOf(sent))).toMatchObject({ delivered: 11, accepted: 1 })
    // what says nothing about the message is no trouble of the account's
    if (polled.code !== 0) expect(answer?.troubles).toMatchObject([{ account: 'shop', messages: 1 }])
    const again = await scene.cli.run(['receipts', 'poll', '--json'])
    expect(again).toMatchObject({ code: 0 })
    expect(again.json()[0]).toMatchObject({ asked: 1, changed: 1 })
  })

  it.each(['[{"messageId":"other","destination":"1","status":"ABS"},@]', '{"result":[@]}', '{"data":[@]}'])(
    'a trace in a list is read where one entry alone has its id: %s',
    async (wrapping) => {
      const scene = await stage('kingsmspro')
      const sent = await scene.cli.run(scene.send(1))
      const [{ id, phone } = { id: '', phone: '' }] = scene.gateway.log
      const own = JSON.stringify({ messageId: id, destination: phone.slice(1), status: 'DLV' })
      const answer = (body: string): void =>
        scene.gateway.misbehave({ kind: 'answer', reply: { status: 200, body } }, { matching: isTrace })
      answer(wrapping.replace('@', `${own},${own}`))
      expect((await scene.cli.run(['receipts', 'poll', '--json'])).json()[0]).toMatchObject({ changed: 0 })
      answer(wrapping.replace('@', own))
      expect((await scene.cli.run(['receipts', 'poll', '--json'])).json()[0]).toMatchObject({ changed: 1 })
      expect(await countsOf(scene, campaignOf(sent))).toMatchObject({ delivered: 1 })
    },
  )

  it('an account that refuses its key, or is not there, keeps no other from being asked; the exit code says it', async () => {
    const scene = await stage('kingsmspro')
    const other = await stage('kingsmspro')
    const keys = Object.entries(other.gateway.credentials).map(([field, value]) => [
      secretVariable('aaa', field),
      value,
    ])
    const environment = Object.fromEntries(keys) as Record<string, string>
    const options = [
      '--gateway',
      'kingsmspro',
      '--base-url',
      other.gateway.url,
      '--country',
      'CM',
      '--no-keychain',
      '--sender',
      'S',
    ]
    await scene.cli.run(['account', 'add', 'aaa', ...options])
    const send = ['send', '--account', 'aaa', '--to', '677000001', '677000002', '--template', 'x', '--yes']
    expect((await scene.cli.run(send, { environment })).code).toBe(0)
    await scene.cli.run(scene.send(5))
    for (const { id } of scene.gateway.log) scene.gateway.statuses.set(id, 'DLV')
    other.gateway.credentials = { apiKey: 'another', clientId: 'one' }
    const refused = await scene.cli.run(['receipts', 'poll', '--json'], { environment })
    expect(refused.code).toBe(4)
    expect(refused.json()[0]).toMatchObject({ changed: 5, troubles: [{ account: 'aaa', code: 'auth', messages: 2 }] })
    await other.gateway.close()
    const gone = await scene.cli.run(['receipts', 'poll'], { environment })
    expect(gone.code).toBe(6)
    expect(gone.stderr).toMatch(/griot: aaa: .*2 messages/)
    const balances = await scene.cli.run(['balance', '--json'], { environment })
    expect(balances.code).toBe(6)
    expect(balances.json<{ account: string; error: unknown }[]>()[0]?.length).toBe(3)
    const doctor = await scene.cli.run(['doctor', '--json'], { environment })
    expect(doctor.code).toBe(6)
    expect(doctor.json<{ subject: string | null; state: string }[]>()[0]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: 'aaa', state: 'failed' }),
        expect.objectContaining({ subject: 'shop', state: 'ok' }),
      ]),
    )
  })
})

describe('griot resolve', () => {
  async function doubtful(
    id: 'smspresto' | 'lmtgroup',
    arrives: boolean,
  ): Promise<{ scene: CliStage; campaign: string }> {
    const scene = await stage(id)
    scene.gateway.misbehave(
      { kind: 'reset', at: 'body', accept: arrives },
      { times: id === 'lmtgroup' ? 3 : 1, matching: isSending },
    )
    const result = await scene.cli.run(scene.send(3))
    expect(result.code).toBe(3)
    return { scene, campaign: String(campaignOf(result)) }
  }

  it('--from-gateway: 0 when everything is settled, 3 when something stays doubtful, 2 where there is nothing to ask', async () => {
    const proven = await doubtful('smspresto', true)
    const settled = await proven.scene.cli.run(['resolve', proven.campaign, '--from-gateway', '--json'])
    expect(settled.json()).toEqual([
      {
        campaign: Number(proven.campaign),
        resolved: 3,
        unknown: 0,
        absent: 0,
        archive: { end: { complete: true, why: null, counted: false, entries: 3 }, doubts: [] },
        troubles: [],
      },
    ])
    expect(settled.code).toBe(0)
    const young = await doubtful('smspresto', false)
    const asked = await young.scene.cli.run(['resolve', young.campaign, '--from-gateway'])
    expect(asked.code).toBe(3)
    expect(asked.stdout).toContain('quarter of an hour')
    // nothing is proven absent: nothing is sent, not even when everything is agreed to
    const none = await young.scene.cli.run(['resolve', young.campaign, '--send-again', '--absent', '--yes', '--json'])
    expect(none.json()[0]).toMatchObject({ resolved: 0, unknown: 3, absent: 0 })
    expect(young.scene.gateway.log).toHaveLength(0)
    const mute = await doubtful('lmtgroup', true)
    expect((await mute.scene.cli.run(['resolve', mute.campaign, '--from-gateway'])).code).toBe(2)
  })

  it.each(
    Object.entries({
      'a page of HTML': misbehaviours.html200,
      'a failure': misbehaviours.unavailable,
      'a cut connection': { kind: 'reset', at: 'mid_reply' },
    } as const),
  )('--from-gateway: %s about one message: the others are asked about, and it is told', async (_, odd) => {
    const scene = await stage('kingsmspro')
    scene.gateway.misbehave({ kind: 'reset', at: 'body', accept: true }, { times: 4, matching: isSending })
    const sent = await scene.cli.run(scene.send(4))
    const campaign = String(campaignOf(sent))
    expect(await countsOf(scene, Number(campaign))).toMatchObject({ unknown: 4 })
    // their ids came with reports that decided nothing
    const db = connect(join(scene.cli.dataDir, databaseFileName))
    const name = db.prepare('UPDATE message SET gateway_message_id = ? WHERE phone = ?')
    for (const { id, phone } of scene.gateway.log) name.run(id, phone)
    db.close()
    for (const { id } of scene.gateway.log) scene.gateway.statuses.set(id, 'DLV')
    scene.gateway.misbehave(misbehaviours.array, { matching: ({ path }) => path.endsWith('/sms/reports') })
    scene.gateway.misbehave(odd, { matching: isTrace })
    const first = await scene.cli.run(['resolve', campaign, '--from-gateway', '--json'])
    expect(first.json()[0]).toMatchObject({ resolved: 3, unknown: 1, troubles: [{ account: 'shop', messages: 1 }] })
    expect(first.code).toBe(6)
    const again = await scene.cli.run(['resolve', campaign, '--from-gateway', '--json'])
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.json()[0]).toMatchObject({ resolved: 1, unknown: 0, troubles: [] })
    expect(await countsOf(scene, Number(campaign))).toMatchObject({ delivered: 4 })
  })

  it('--mark-sent: 0, nothing leaves', async () => {
    const { scene, campaign } = await doubtful('lmtgroup', true)
    const before = scene.gateway.requests.length
    expect((await scene.cli.run(['resolve', campaign, '--mark-sent'])).code).toBe(0)
    expect(scene.gateway.requests).toHaveLength(before)
    expect(await countsOf(scene, Number(campaign))).toMatchObject({ accepted: 3, unknown: 0 })
  })

  it('--send-again: only with --yes where nobody can be asked, then follows to the end', async () => {
    const { scene, campaign } = await doubtful('lmtgroup', false)
    const refused = await scene.cli.run(['resolve', campaign, '--send-again'])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--yes')
    expect(scene.gateway.log).toHaveLength(0)
    const done = await scene.cli.run(['resolve', campaign, '--send-again', '--yes', '--json'])
    expect(done.code).toBe(0)
    expect(scene.gateway.log).toHaveLength(3)
  })

  it('takes exactly one way: 2 otherwise', async () => {
    const { scene, campaign } = await doubtful('lmtgroup', true)
    expect((await scene.cli.run(['resolve', campaign])).code).toBe(2)
    expect((await scene.cli.run(['resolve', campaign, '--mark-sent', '--send-again'])).code).toBe(2)
    expect((await scene.cli.run(['resolve', campaign, '--mark-sent', '--absent'])).code).toBe(2)
    expect((await scene.cli.run(['resolve', '999', '--mark-sent'])).code).toBe(2)
    expect(await countsOf(scene, Number(campaign))).toMatchObject({ unknown: 3 })
  })
})
