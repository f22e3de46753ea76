/** The fake gateways themselves: a judge must refuse what the vendor's document does not allow, and count what it accepts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startFakeGateway, type FakeGateway } from '../../helpers/gateways/start'

let gateway: FakeGateway
afterEach(() => gateway.close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { accept: 'application/json', 'content-type': 'application/json' }

async function ask(path: string, init: RequestInit): Promise<{ status: number; body: string }> {
  const response = await fetch(gateway.url + path, { redirect: 'manual', ...init })
  return { status: response.status, body: await response.text() }
}

describe('KING SMS PRO', () => {
  const key = { apikey: 'GxAtSMBzwMIlWQMr3QFYTPmx3aGfdUSP', clientid: '1' }
  const right = { from: 'KING SMS', to: '22890443679', type: '0', message: 'hello!', dlr: '1' }
  const post = (fields: Record<string, string> | FormData, headers: Record<string, string> = key) =>
    ask('/sms/send', {
      method: 'POST',
      ...(fields instanceof FormData
        ? { headers, body: fields }
        : { headers: { ...headers, ...form }, body: new URLSearchParams(fields) }),
    })

  it('takes both forms that PHP takes', async () => {
    gateway = await startFakeGateway('kingsmspro')
    expect((await post(right)).body).toContain('"status":"ACT"')
    const multipart = new FormData()
    for (const [name, value] of Object.entries(right)) multipart.set(name, value)
    expect((await post(multipart)).body).toContain('"status":"ACT"')
    expect(gateway.log).toHaveLength(2)
    expect(gateway.balance).toBe(10_000 - 20)
  })

  it.each([
    [{ to: '+22890443679' }],
    [{ to: '0022890443679' }],
    [{ from: 'ABCDEFGHIJKL' }],
    [{ from: '' }],
    [{ message: '' }],
    [{ type: '2' }],
    [{ dlr: 'true' }],
    [{ url: 'nowhere' }],
    [{ api_key: 'x' }],
  ])('refuses %j', async (wrong) => {
    gateway = await startFakeGateway('kingsmspro')
    expect((await post({ ...right, ...wrong })).status).toBe(422)
    expect([gateway.faults.length, gateway.log.length]).toEqual([1, 0])
  })

  it('refuses a wrong key, method, type and path', async () => {
    gateway = await startFakeGateway('kingsmspro')
    expect((await post(right, { apikey: 'x', clientid: '1' })).status).toBe(401)
    expect((await ask('/sms/send?to=1', { method: 'POST', headers: { ...key, ...form } })).status).toBe(400)
    expect((await ask('/sms/send', { headers: key })).status).toBe(405)
    expect(
      (await ask('/sms/send', { method: 'POST', headers: { ...key, ...json }, body: JSON.stringify(right) })).status,
    ).toBe(415)
    expect((await ask('/sms', { method: 'POST', headers: { ...key, ...form }, body: '' })).status).toBe(404)
    expect(gateway.log).toEqual([])
  })
})

describe('devcodesms', () => {
  const right = { api_key: 'VOTRE_CLE_API', sender: 'Cle_api', phone: '+237699128531', message: 'Bonjour' }
  const post = (body: unknown, headers: Record<string, string> = json) =>
    ask('/Send_sms_dev', { method: 'POST', headers, body: JSON.stringify(body) })

  it('pairs two arrays and refuses arrays of different lengths', async () => {
    gateway = await startFakeGateway('devcodesms')
    expect((await post(right)).status).toBe(200)
    await post({ ...right, phone: ['+237699128531', '+237677123456'], message: ['a', 'b'] })
    expect(gateway.log.map(({ phone, text }) => [phone, text])).toEqual([
      ['+237699128531', 'Bonjour'],
      ['+237699128531', 'a'],
      ['+237677123456', 'b'],
    ])
    expect((await post({ ...right, phone: ['+237699128531', '+237677123456'], message: ['a'] })).status).toBe(400)
  })

  it.each([
    [{ api_key: undefined }, 'api_key manquant'],
    [{ api_key: 'x' }, 'autorisation'],
    [{ sender: '' }, 'champ manquant'],
    [{ message: 5 }, 'champ manquant'],
    [{ phone: '237699128531' }, 'invalide'],
    [{ extra: 1 }, 'champ manquant'],
  ])('refuses %j', async (wrong, words) => {
    gateway = await startFakeGateway('devcodesms')
    const { body } = await post({ ...right, ...wrong })
    expect(body).toContain(words)
    expect(gateway.log).toEqual([])
  })

  it('refuses other headers, and a key in the URL', async () => {
    gateway = await startFakeGateway('devcodesms')
    expect((await post(right, { 'content-type': 'application/json' })).status).toBe(400)
    expect((await ask('/Solde_sms_dev?api_key=VOTRE_CLE_API', { headers: json })).status).toBe(400)
  })
})

describe('SMS Presto', () => {
  const right = { user: 'SP22558371758', pass: 'motdepasse', action: 'sendsms', from: 'oniris', message: 'test' }
  const post = (data: unknown, path = '/') =>
    ask(path, { method: 'POST', headers: form, body: new URLSearchParams({ data: JSON.stringify(data) }) })

  it.each([
    [{ to: [{ recipient: '22508081488' }] }, 0],
    [{ to: [{ recipient: '+22508081488', message: 'à vous' }], message: undefined }, 0],
    [{ user: undefined, pass: undefined }, 1],
    [{ user: 'x' }, 10],
    [{ pass: 'x' }, 11],
    [{ from: '' }, 100],
    [{ from: 'ABCDEFGHIJKL', to: [{ recipient: '22508081488' }] }, 101],
    [{ to: [] }, 102],
    [{ to: [{ recipient: '0708' }] }, 102],
    [{ to: [{ recipient: '22508081488', message: '' }] }, 103],
  ])('%j has status %i', async (fields, status) => {
    gateway = await startFakeGateway('smspresto')
    expect(JSON.parse((await post({ ...right, ...fields })).body)).toMatchObject({ status })
    expect(gateway.log).toHaveLength(status === 0 ? 1 : 0)
  })

  it('redirects the address without its slash', async () => {
    gateway = await startFakeGateway('smspresto')
    expect((await post(right, '')).status).toBe(301)
  })
})

describe('LMT BulkSMS', () => {
  const right = { api_key: 'macléd’api', password: 'monpasse', message: 'm', sender: 'test', phone: '237694124344' }
  const post = (fields: Record<string, string>) =>
    ask('/push', { method: 'POST', headers: form, body: new URLSearchParams(fields) })

  it.each([
    [{}, 'success'],
    [{ message: 'x'.repeat(161), flag: 'long_sms' }, 'success'],
    [{ message: 'x'.repeat(161) }, 'too long'],
    [{ flag: 'long' }, 'flag is invalid'],
    [{ phone: '+237694124344' }, 'phone is invalid'],
    [{ sender: '' }, 'sender is required'],
    [{ password: 'x' }, 'invalid password'],
  ])('%j is answered %s, always with 200', async (fields, words) => {
    gateway = await startFakeGateway('lmtgroup')
    const answer = await post({ ...right, ...fields })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain(words)
    expect(gateway.log).toHaveLength(words === 'success' ? 1 : 0)
  })

  it('writes each acceptance to its log file before it answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'griot-gateway-'))
    const logFile = join(folder, 'accepted.jsonl')
    gateway = await startFakeGateway('lmtgroup', { logFile })
    await post(right)
    await post({ ...right, phone: '237694124345' })
    const lines = readFileSync(logFile, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(gateway.log)
    rmSync(folder, { recursive: true })
  })
})
