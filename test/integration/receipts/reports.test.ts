/** Delivery reports from every source: asked message by message, read back from an archive, received from outside. */
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { connect as connectDatabase, databaseFileName } from '@core/storage/open'
import { stageCore, type CoreStage } from '../../helpers/core-stage'
import { until } from '../../helpers/cli-stage'
import { forceMessages } from '../../helpers/force-messages'
import { devcodeReports } from '../../helpers/gateways/devcodesms'

const open: CoreStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCore>): Promise<CoreStage> {
  const made = await stageCore(...options)
  open.push(made)
  return made
}

const phones = (count: number): string[] => Array.from({ length: count }, (_, index) => `+2376${70_000_000 + index}`)
const minutes = 60_000

describe('asking a gateway that answers about each message', () => {
  it('takes what it says now, and leaves what it cannot say', async () => {
    const scene = await stage('kingsmspro')
    const id = await scene.send(phones(4))
    const [first, second, third] = scene.gateway.log
    scene.gateway.statuses.set(first?.id ?? '', 'DLV')
    scene.gateway.statuses.set(second?.id ?? '', 'ABS')
    scene.gateway.statuses.set(third?.id ?? '', 'EXP')
    const { accountId, core } = scene
    expect(await core.handlers['receipts.poll']({ accountId })).toEqual({ asked: 4, changed: 3, troubles: [] })
    expect((await scene.view(id)).counts).toMatchObject({ delivered: 1, undelivered: 1, expired: 1, accepted: 1 })
    // a second time asks only about the one that is still on its way
    expect(await core.handlers['receipts.poll']({ accountId })).toEqual({ asked: 1, changed: 0, troubles: [] })
  })

  it('goes on by itself in the background, by plan', async () => {
    const scene = await stage('kingsmspro')
    const id = await scene.send(phones(2))
    for (const { id: messageId } of scene.gateway.log) scene.gateway.statuses.set(messageId, 'DLV')
    scene.core.start()
    const asked = (): number => scene.gateway.requests.filter(({ path }) => path.endsWith('/sms/trace')).length
    scene.later(20_000)
    await until(async () => (await scene.view(id)).counts.delivered === 2)
    expect(asked()).toBe(2)
  })

  it('says plainly where a gateway cannot be asked', async () => {
    const scene = await stage('lmtgroup')
    await expect(scene.core.handlers['receipts.poll']({ accountId: scene.accountId })).rejects.toMatchObject({
      code: 'not_offered',
    })
    expect(await scene.core.handlers['receipts.poll']({ accountId: null })).toEqual({
      asked: 0,
      changed: 0,
      troubles: [],
    })
  })
})

describe('reading an archive back', () => {
  it('notes the entry of each message and its status as it stands, and concludes nothing from it', async () => {
    const scene = await stage('smspresto')
    const id = await scene.send(phones(120))
    const result = await scene.core.handlers['receipts.poll']({ accountId: scene.accountId })
    expect(result).toEqual({ asked: 120, changed: 0, troubles: [] })
    expect((await scene.view(id)).counts.accepted).toBe(120)
    const { rows } = await scene.core.handlers['campaigns.messages']({
      id,
      states: [],
      search: '',
      offset: 0,
      limit: 200,
    })
    const archived = new Map(scene.gateway.log.map((entry) => [entry.phone, entry.id]))
    expect(rows).toHaveLength(120)
    for (const { phone, gatewayMessageId, gatewayStatus } of rows) {
      expect({ gatewayMessageId, gatewayStatus }).toEqual({ gatewayMessageId: archived.get(phone), gatewayStatus: '1' })
    }
    const { timeline } = await scene.core.handlers['messages.get']({ id: rows[0]?.id ?? 0 })
    expect(timeline.at(-1)).toMatchObject({ kind: 'report', source: 'archive', state: 'accepted' })
  })

  it('happens by itself half an hour later, once for all', async () => {
    const scene = await stage('smspresto')
    const id = await scene.send(phones(60))
    const reads = (): number => scene.gateway.requests.filter(({ body }) => body.includes('list-archive')).length
    scene.core.start()
    scene.later(31 * minutes)
    await until(async () => {
      const { rows } = await scene.core.handlers['campaigns.messages']({
        id,
        states: [],
        search: '',
        offset: 0,
        limit: 200,
      })
      return rows.every(({ gatewayStatus }) => gatewayStatus === '1')
    })
    // two pages, and one that shows the end
    expect(reads()).toBe(3)
  })
})

interface Answer {
  readonly status: number
  readonly body: string
}

function call(url: string, { method = 'POST', type = 'application/json', body = '' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers: { 'content-type': type } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

describe('the receiver', () => {
  async function listening(id: string): Promise<{ scene: CoreStage; url: string; base: string; port: number }> {
    const scene = await stage(id)
    const view = await scene.core.handlers['receipts.listen']({
      enabled: true,
      host: '127.0.0.1',
      port: 0,
      persist: false,
    })
    const url = view.urls.find((one) => one.id === id)?.url ?? ''
    return { scene, base: url.slice(0, url.lastIndexOf('/')), url, port: view.port }
  }

  it('is off and on loopback until somebody says otherwise', async () => {
    const scene = await stage('devcodesms')
    expect(await scene.core.handlers['receipts.listener'](undefined)).toMatchObject({
      running: false,
      host: '127.0.0.1',
      publicHost: '',
    })
  })

  it('takes devcodesms reports, answers each as stored after it is committed, whatever the order and number', async () => {
    const { scene, url } = await listening('devcodesms')
    const id = await scene.send(phones(3))
    const [first] = scene.gateway.log
    scene.gateway.statuses.set(first?.id ?? '', 'UNDELIV')
    const body = devcodeReports(scene.gateway.log, scene.gateway.statuses)
    for (let times = 0; times < 3; times += 1) {
      const answer = await call(url, { body })
      expect(answer.status).toBe(200)
      const { dlrlist } = JSON.parse(answer.body) as { dlrlist: { status: number }[] }
      expect(dlrlist.map(({ status }) => status)).toEqual([1, 1, 1])
      expect((await scene.view(id)).counts).toMatchObject({ delivered: 2, undelivered: 1 })
    }
    const { rows } = await scene.core.handlers['campaigns.messages']({
      id,
      states: ['delivered'],
      search: '',
      offset: 0,
      limit: 1,
    })
    const { timeline } = await scene.core.handlers['messages.get']({ id: rows[0]?.id ?? 0 })
    expect(timeline.filter(({ kind }) => kind === 'report')).toHaveLength(1)
    // the phone was reached after all
    scene.gateway.statuses.delete(first?.id ?? '')
    await call(url, { body: devcodeReports(scene.gateway.log.slice(0, 1), scene.gateway.statuses) })
    expect((await scene.view(id)).counts.delivered).toBe(3)
    await call(url, { body })
    expect((await scene.view(id)).counts.delivered).toBe(3)
  })

  it('keeps a report that is quicker than the answer to its send', async () => {
    const { scene, url } = await listening('devcodesms')
    scene.gateway.misbehave({ kind: 'slow', delayMs: 400 })
    const sending = scene.send(phones(2))
    await until(() => scene.gateway.log.length === 2)
    const early = await call(url, { body: devcodeReports(scene.gateway.log, scene.gateway.statuses) })
    expect(early.body).toContain('"status":1')
    expect((await scene.view(await sending)).counts.delivered).toBe(2)
  })

  it('keeps what was delivered from being sent again: pending, given up or cancelled', async () => {
    const { scene, url } = await listening('kingsmspro')
    for (const state of ['pending', 'failed', 'cancelled'] as const) {
      const id = await scene.send(phones(2))
      const [first] = scene.gateway.log.slice(-2)
      const db = connectDatabase(join(scene.dataDir, databaseFileName))
      forceMessages(db, state, `campaign_id = ${id}`)
      db.close()
      const query = `messageId=${first?.id ?? ''}&destination=${first?.phone.slice(1) ?? ''}&status=DLV`
      expect((await call(`${url}?${query}`)).status).toBe(200)
      expect((await scene.view(id)).counts).toMatchObject({ delivered: 1, [state]: 1 })
    }
  })

  it('says stored for ids that nobody knows, and for a known id with a stranger’s number that is kept; neither changes anything', async () => {
    const { scene, url } = await listening('kingsmspro')
    const id = await scene.send(phones(1))
    expect((await call(`${url}?messageId=999999&destination=22890443679&status=DLV`)).status).toBe(200)
    // the right id with somebody else's number
    const { status } = await call(
      `${url}?messageId=${scene.gateway.log[0]?.id ?? ''}&destination=22890000000&status=DLV`,
    )
    expect(status).toBe(200)
    expect(await scene.core.handlers['receipts.log']({ limit: 10 })).toMatchObject([{ reason: 'stranger' }])
    expect((await scene.view(id)).counts).toMatchObject({ accepted: 1, delivered: 0 })
  })

  it('shows nothing to whoever does not know the secret', async () => {
    const { base, port } = await listening('devcodesms')
    const root = `http://127.0.0.1:${port}`
    const secret = new URL(base).pathname.slice(1)
    expect(secret.length).toBeGreaterThanOrEqual(24)
    for (const path of [
      '/',
      '/devcodesms',
      `/${secret.slice(1)}/devcodesms`,
      `/${secret}x/devcodesms`,
      `/${secret}`,
      `/${secret}/smspresto`,
      '//%00',
      '/http://[',
    ]) {
      expect(await call(root + path, { body: '{"dlrlist":[]}' }), path).toEqual({ status: 404, body: '' })
    }
  })

  it('refuses what is no report with 400, and what is too long with 413 without reading on', async () => {
    const { url } = await listening('devcodesms')
    for (const body of ['', 'null', '[]', '{"dlrlist":"x"}', '<html>', '{"dlrlist":']) {
      expect((await call(url, { body })).status, body).toBe(400)
    }
    expect((await call(url, { method: 'GET' })).status).toBe(405)
    const answer = call(url, { body: ' '.repeat(3_000_000) })
    // the answer, or the connection closed while we were still talking
    const seen = await answer.then(
      ({ status }) => status,
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    )
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(seen)
  })

  it('answers 0 for entries that cannot be read, beside those that can', async () => {
    const { scene, url } = await listening('devcodesms')
    const id = await scene.send(phones(1))
    const good = { messageid: scene.gateway.log[0]?.id, status: 'DELIVRD', mobileno: phones(1)[0] }
    const { body } = await call(url, { body: JSON.stringify({ dlrlist: [{ messageid: 'x' }, good, null, 7] }) })
    const { dlrlist } = JSON.parse(body) as { dlrlist: { status: number }[] }
    expect(dlrlist.map(({ status }) => status)).toEqual([0, 1, 0, 0])
    expect((await scene.view(id)).counts.delivered).toBe(1)
  })

  it('does not wait for ever for a request that never ends', async () => {
    const { port } = await listening('devcodesms')
    const closed = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('POST /x HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n12'),
      )
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(true))
      socket.resume()
    })
    expect(closed).toBe(true)
  })
})
