/**
 * Trouble stops a campaign within the requests in flight, says why in a sentence, ends with its exit code, and the campaign
 * goes on once the trouble is over: the table of errors, rule by rule, through the real command line.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { secretVariable } from '@shared/domain/account'
import { errorSentence } from '@shared/sentences/sentence'
import { wireError, type ErrorCode } from '@shared/errors'
import { stageCli, type CliStage, type SendEvent } from '../../helpers/cli-stage'
import type { CliResult } from '../../helpers/cli'
import type { Misbehaviour, SeenRequest } from '../../helpers/gateways/fake-gateway'

const open: CliStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const made = await stageCli(...options)
  open.push(made)
  return made
}

const isSending = ({ path, body }: SeenRequest): boolean =>
  /Send_sms_dev|sms\/send|\/push$|sendsms/.test(`${body} ${path}`)
const last = (result: CliResult): SendEvent | undefined => result.json<SendEvent>().at(-1)
const sends = ({ gateway }: CliStage): number => gateway.requests.filter(isSending).length
const json = (status: number, body: unknown): Misbehaviour => ({
  kind: 'answer',
  reply: { status, body: JSON.stringify(body), contentType: 'application/json' },
})

/** What the sentence begins with, before anything that depends on the case. */
function beginning(code: ErrorCode, lang: 'fr' | 'en' = 'en'): string {
  return errorSentence(wireError(code), lang).slice(0, 12)
}

async function resume({ cli }: CliStage, result: CliResult): Promise<CliResult> {
  return cli.run(['campaign', 'resume', String(last(result)?.campaign), '--json'])
}

function expectNobodyTwice({ gateway }: CliStage): void {
  expect(new Set(gateway.log.map(({ phone }) => phone)).size).toBe(gateway.log.length)
}

describe('griot send stops', () => {
  it('at the first refused key: 4, everybody pending, goes on with the right key', async () => {
    const scene = await stage('kingsmspro')
    const environment = { [secretVariable('shop', 'apiKey')]: 'wrong' }
    const result = await scene.cli.run(scene.send(40, '--concurrency', '4'), { environment })
    expect(result.code).toBe(4)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'auth', pending: 40, error: { code: 'auth' } })
    expect(result.stderr).toContain(beginning('auth'))
    expect(sends(scene)).toBeLessThanOrEqual(4)
    expect((await resume(scene, result)).code).toBe(0)
    expect(scene.gateway.log).toHaveLength(40)
  })

  it('at the first empty balance: 5, the rest pending, goes on after a top-up', async () => {
    const scene = await stage('kingsmspro', { balance: 100 })
    const result = await scene.cli.run(scene.send(40, '--concurrency', '4'))
    expect(result.code).toBe(5)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'insufficient_funds', accepted: 10, pending: 30 })
    expect(result.stderr).toContain(beginning('insufficient_funds'))
    expect(sends(scene)).toBeLessThanOrEqual(10 + 4)
    scene.gateway.balance = 10_000
    expect((await resume(scene, result)).code).toBe(0)
    expect(scene.gateway.log).toHaveLength(40)
    expectNobodyTwice(scene)
  })

  it('after five refusals of the sender in a row: 3, says it in French too', async () => {
    const scene = await stage('lmtgroup', { lang: 'fr' })
    const refusal = json(200, { status: 'error', message: 'invalid paramerters', errros: ['sender is invalid'] })
    scene.gateway.misbehave(refusal, { times: 5, matching: isSending })
    const result = await scene.cli.run(scene.send(40))
    expect(result.code).toBe(3)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'refusals', rejected: 5, pending: 35, accepted: 0 })
    expect(result.stderr).toContain(beginning('sender_refused', 'fr'))
    expect(sends(scene)).toBe(5)
    expect((await resume(scene, result)).code).toBe(3)
    expect(scene.gateway.log).toHaveLength(35)
    const retried = await scene.cli.run(['campaign', 'retry', String(last(result)?.campaign), '--failed', '--json'])
    expect(retried.code).toBe(0)
    expect(scene.gateway.log).toHaveLength(40)
    expectNobodyTwice(scene)
  })

  it('after five dropped connections in a row: 6, those five doubtful and never sent again', async () => {
    const scene = await stage('lmtgroup')
    scene.gateway.misbehave({ kind: 'reset', at: 'body', accept: true }, { times: 5, matching: isSending })
    const result = await scene.cli.run(scene.send(40))
    expect(result.code).toBe(6)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'unknowns', unknown: 5, pending: 35 })
    expect(result.stderr).toContain(beginning('connection_cut'))
    expect((await resume(scene, result)).code).toBe(3)
    expect(scene.gateway.log).toHaveLength(40)
    expectNobodyTwice(scene)
  })

  it('after five HTML pages in a row: 6', async () => {
    const scene = await stage('lmtgroup')
    const page: Misbehaviour = {
      kind: 'answer',
      reply: { status: 200, body: '<html><body>Maintenance</body></html>', contentType: 'text/html' },
    }
    scene.gateway.misbehave(page, { times: 5, matching: isSending })
    const result = await scene.cli.run(scene.send(40))
    expect(result.code).toBe(6)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'unknowns', error: { code: 'answer_html' } })
    expect(result.stderr).toContain(beginning('answer_html'))
  })

  it('when nobody listens any more: 6, nobody doubtful, goes on when the gateway is back', async () => {
    const scene = await stage('kingsmspro')
    const { port } = new URL(scene.gateway.url)
    await scene.gateway.close()
    const result = await scene.cli.run(scene.send(20, '--concurrency', '4'))
    expect(result.code).toBe(6)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'offline', pending: 20, unknown: 0 })
    expect(result.stderr).toContain(beginning('connection_refused'))
    const back = await stage('kingsmspro', { port: Number(port) })
    expect((await resume(scene, result)).code).toBe(0)
    expect(back.gateway.log).toHaveLength(20)
  })

  it('after twenty failures in a row of any kind: 6', async () => {
    const scene = await stage('kingsmspro')
    for (let index = 0; index < 40; index += 1) scene.gateway.refused.add(`2376${70_000_000 + index}`)
    const result = await scene.cli.run(scene.send(40))
    expect(result.code).toBe(6)
    expect(last(result)).toMatchObject({ event: 'paused', reason: 'failures', rejected: 20, pending: 20 })
    expect(sends(scene)).toBe(20)
  })

  it('not for a gateway that asks to slow down: it waits and goes on', async () => {
    const scene = await stage('kingsmspro')
    const slow: Misbehaviour = {
      kind: 'answer',
      reply: { status: 429, body: '{}', contentType: 'application/json', headers: { 'retry-after': '1' } },
    }
    scene.gateway.misbehave(slow, { times: 2, matching: isSending })
    const startedAt = performance.now()
    const result = await scene.cli.run(scene.send(6))
    expect(result.code).toBe(0)
    expect(performance.now() - startedAt).toBeGreaterThan(1000)
    expect(scene.gateway.log).toHaveLength(6)
    expectNobodyTwice(scene)
  })

  it('not for numbers that do not exist among good ones: 3 at the end', async () => {
    const scene = await stage('devcodesms')
    for (const index of [3, 4, 17]) scene.gateway.refused.add(`2376${70_000_000 + index}`)
    const result = await scene.cli.run(scene.send(40))
    expect(result.code).toBe(3)
    expect(last(result)).toMatchObject({ event: 'finished', rejected: 3, accepted: 37 })
    expectNobodyTwice(scene)
  })

  it('before anything leaves when the sender cannot be: 2', async () => {
    const scene = await stage('kingsmspro')
    const result = await scene.cli.run(scene.send(5, '--sender', 'UNE BOUTIQUE BIEN LONGUE'))
    expect(result.code).toBe(2)
    expect(result.stderr).toMatch(/The sender “UNE BOUTIQUE BIEN LONGUE” does not suit this gateway/)
    expect(sends(scene)).toBe(0)
  })
})
