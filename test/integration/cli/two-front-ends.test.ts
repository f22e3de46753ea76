/**
 * The window's core and the command line as a process of its own, on the same data: one sends, the other sees it, may pause
 * it, may not send too; a killed one is taken over; a stopped one comes back paused.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import type { SecretStore } from '@core/secrets/secrets'
import { AppError } from '@shared/errors'
import { numberOf, stageCli, until, type CliStage, type SendEvent } from '../../helpers/cli-stage'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function stage(): Promise<{ scene: CliStage; window: () => Promise<Core> }> {
  const scene = await stageCli('kingsmspro', { latencyMs: 60 })
  open.push(scene)
  const secrets: SecretStore = {
    read: () => Promise.resolve(scene.gateway.credentials),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    probe: () => Promise.resolve('ok'),
  }
  return {
    scene,
    async window() {
      const { dataDir } = scene.cli
      const core = await createCore({
        dataDir,
        clock: systemClock,
        log: silentLog,
        actor: 'window',
        language: 'en',
        version: '0.0.0',
        secrets,
      })
      open.push(core)
      core.start()
      return core
    },
  }
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'granted'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

/** Starts `griot send` and waits for the first acceptances. */
async function sending(scene: CliStage, count: number, concurrency = 2): Promise<ReturnType<CliStage['cli']['start']>> {
  const running = scene.cli.start(scene.send(count, '--concurrency', String(concurrency)))
  await until(() => scene.gateway.log.length >= 4)
  return running
}

const everyone = (count: number): string[] => Array.from({ length: count }, (_, index) => numberOf(index)).sort()
const phones = (scene: CliStage): string[] => scene.gateway.log.map(({ phone }) => phone).sort()

describe('while the command line sends', () => {
  it('the window sees it, may not send too, and its pause is obeyed; then the window goes on', async () => {
    const { scene, window } = await stage()
    const core = await window()
    const { ended } = await sending(scene, 60)
    const { rows } = await core.handlers['campaigns.page']({ states: ['sending'], search: '', offset: 0, limit: 10 })
    const id = rows[0]?.id ?? 0
    expect((await core.handlers['campaigns.get']({ id })).heldByOther).toBe(true)
    expect(await codeOf(core.handlers['campaigns.resume']({ id }))).toBe('campaign_busy')
    const other = await scene.cli.run(['campaign', 'resume', String(id), '--json'])
    expect(other.code).toBe(8)
    expect(other.stderr).toMatch(/^griot: .+\n$/)
    await core.handlers['campaigns.pause']({ id })
    const atPause = scene.gateway.requests.length
    const result = await ended
    expect(result.code).toBe(130)
    // a claim may have been committed in the instant before the pause
    expect(scene.gateway.requests.length - atPause).toBeLessThanOrEqual(2)
    const view = await core.handlers['campaigns.get']({ id })
    expect(view).toMatchObject({ state: 'paused', pauseReason: 'person', counts: { sending: 0, unknown: 0 } })
    expect(view.counts.accepted).toBe(scene.gateway.log.length)
    await core.handlers['campaigns.resume']({ id })
    await core.campaignEnded(id)
    expect(phones(scene)).toEqual(everyone(60))
  })

  it('kill -9: the window takes over within ten seconds, what was in flight is doubtful, nobody gets it twice', async () => {
    const { scene, window } = await stage()
    const core = await window()
    const { process: child, ended } = await sending(scene, 60, 4)
    child.kill('SIGKILL')
    const { rows } = await core.handlers['campaigns.page']({ states: [], search: '', offset: 0, limit: 10 })
    const id = rows[0]?.id ?? 0
    const tookMs = await until(async () => (await core.handlers['campaigns.get']({ id })).state === 'paused', 10_000)
    expect((await ended).code).toBeNull()
    expect(tookMs).toBeLessThan(10_000)
    const view = await core.handlers['campaigns.get']({ id })
    expect(view).toMatchObject({ state: 'paused', pauseReason: 'interrupted', counts: { sending: 0 } })
    expect(view.counts.unknown).toBeGreaterThan(0)
    expect(view.counts.unknown).toBeLessThanOrEqual(4)
    await core.handlers['campaigns.resume']({ id })
    await core.campaignEnded(id)
    const end = await core.handlers['campaigns.get']({ id })
    expect(end).toMatchObject({ state: 'finished', counts: { unknown: view.counts.unknown } })
    expect(new Set(phones(scene)).size).toBe(scene.gateway.log.length)
    expect(end.counts.accepted + end.counts.unknown).toBe(60)
  })
})

describe('while the window sends', () => {
  it('the command line is refused with 8, and its pause is obeyed', async () => {
    const { scene, window } = await stage()
    const first = await sending(scene, 500, 4)
    first.process.kill('SIGINT')
    const id = (await first.ended).json<SendEvent>().at(-1)?.campaign ?? 0
    const core = await window()
    await core.handlers['campaigns.resume']({ id })
    expect((await scene.cli.run(['campaign', 'resume', String(id)])).code).toBe(8)
    expect((await scene.cli.run(['campaign', 'retry', String(id)])).code).toBe(8)
    expect((await scene.cli.run(['campaign', 'pause', String(id)])).code).toBe(0)
    await core.campaignEnded(id)
    expect(await core.handlers['campaigns.get']({ id })).toMatchObject({ state: 'paused', pauseReason: 'person' })
    expect((await scene.cli.run(['campaign', 'resume', String(id)])).code).toBe(0)
    expect(phones(scene)).toEqual(everyone(500))
  })
})

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('pauses the campaign with 130, what is in flight ends, and it is resumable', async () => {
    const { scene } = await stage()
    const { process: child, ended } = await sending(scene, 40, 4)
    child.kill(signal)
    const result = await ended
    expect(result.code).toBe(130)
    const last = result.json<SendEvent>().at(-1)
    expect(last).toMatchObject({ event: 'paused', reason: 'interrupted', unknown: 0, rejected: 0 })
    expect(last?.accepted).toBe(scene.gateway.log.length)
    const resumed = await scene.cli.run(['campaign', 'resume', String(last?.campaign), '--json'])
    expect(resumed.code).toBe(0)
    expect(phones(scene)).toEqual(everyone(40))
  })
})
