/** `griot run` on a server: what is scheduled leaves at its time, reports are asked for, and one failure stops no other. */
import { afterEach, describe, expect, it } from 'vitest'
import type { CliResult } from '../../helpers/cli'
import { stageCli, until, type CliStage } from '../../helpers/cli-stage'

const open: CliStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const made = await stageCli(...options)
  open.push(made)
  return made
}

/** A local time so many milliseconds from now, as `--at` takes it, and when that is. */
function soon(inMs: number): { readonly text: string; readonly at: number } {
  const at = Math.ceil((Date.now() + inMs) / 1000) * 1000
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = new Date(at)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return { text: `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`, at }
}

async function schedule(scene: CliStage, people: number, inMs: number, ...more: readonly string[]): Promise<number> {
  const { text, at } = soon(inMs)
  const result = await scene.cli.run([...scene.send(people, '--at', text), ...more])
  expect(result).toMatchObject({ code: 0, stderr: '' })
  return at
}

const dueBy = (at: number): Promise<unknown> => until(() => Date.now() >= at, 60_000)
const events = (result: CliResult): string[] => result.json<{ event: string }>().map(({ event }) => event)

describe('griot campaign resume', () => {
  it('sends a scheduled campaign whose time has come, and says of another that it has not', async () => {
    const scene = await stage('kingsmspro')
    const at = await schedule(scene, 3, 4000)
    const early = await scene.cli.run(['campaign', 'resume', '1'])
    expect(early.code).toBe(2)
    expect(early.stderr).toContain('has not come')
    await dueBy(at)
    const sent = await scene.cli.run(['campaign', 'resume', '1', '--json'])
    expect(sent.code).toBe(0)
    expect(sent.json().at(-1)).toMatchObject({ event: 'finished', accepted: 3 })
    expect(scene.gateway.log).toHaveLength(3)
  })
})

describe('griot run --once', () => {
  it(
    'sends what is due, once, asks for the reports that are due, and leaves what is not',
    { timeout: 90_000 },
    async () => {
      const scene = await stage('kingsmspro')
      const at = await schedule(scene, 3, 1500, '--receipts')
      await schedule(scene, 2, 3_600_000)
      await dueBy(at)
      const first = await scene.cli.run(['run', '--once', '--json'])
      expect(first).toMatchObject({ code: 0, stderr: '' })
      expect(first.json()).toEqual([
        expect.objectContaining({ event: 'finished', campaign: 1, accepted: 3 }),
        { event: 'done', campaigns: [1] },
      ])
      for (const { id } of scene.gateway.log) scene.gateway.statuses.set(id, 'DLV')
      // the first question comes a quarter of a minute after the answer
      await dueBy(Date.now() + 16_000)
      const second = await scene.cli.run(['run', '--once', '--json'])
      expect(second.json()).toEqual([{ event: 'done', campaigns: [] }])
      const shown = await scene.cli.run(['campaign', 'show', '1', '--json'])
      expect(shown.json()[0]).toMatchObject({ counts: { delivered: 3 } })
      expect(scene.gateway.log).toHaveLength(3)
    },
  )

  it(
    'is kept from nothing by a campaign that cannot be sent, and ends with its exit code',
    { timeout: 60_000 },
    async () => {
      const scene = await stage('kingsmspro')
      const keyless = [
        'account',
        'add',
        'keyless',
        '--gateway',
        'kingsmspro',
        '--base-url',
        scene.gateway.url,
        '--country',
        'CM',
      ]
      expect((await scene.cli.run([...keyless, '--no-keychain'])).code).toBe(0)
      const key = { GRIOT_SECRET_KEYLESS_API_KEY: 'x', GRIOT_SECRET_KEYLESS_CLIENT_ID: 'y' }
      const { text, at } = soon(2500)
      const other = [
        'send',
        '--account',
        'keyless',
        '--to',
        '677123456',
        '--template',
        'a',
        '--sender',
        'S',
        '--yes',
        '--at',
        text,
      ]
      expect(await scene.cli.run(other, { environment: key })).toMatchObject({ code: 0, stderr: '' })
      await schedule(scene, 3, 500)
      await dueBy(at)
      const result = await scene.cli.run(['run', '--once', '--json'])
      expect(result.code).toBe(2)
      expect(events(result)).toEqual(expect.arrayContaining(['paused', 'finished', 'done']))
      expect(result.stderr).toContain('GRIOT_SECRET_KEYLESS_API_KEY')
      expect(scene.gateway.log).toHaveLength(3)
    },
  )
})

describe('griot run', () => {
  it('sends at the time, until Ctrl+C, which is its good end', { timeout: 60_000 }, async () => {
    const scene = await stage('kingsmspro')
    const { process: child, ended } = scene.cli.start(['run', '--json'])
    let out = ''
    child.stdout.on('data', (text: string) => (out += text))
    await schedule(scene, 3, 1000)
    await until(() => scene.gateway.log.length === 3, 30_000)
    await until(() => out.includes('finished'), 30_000)
    child.kill('SIGINT')
    const result = await ended
    expect(result.code).toBe(0)
    expect(events(result)).toEqual(['running', 'sending', 'finished', 'stopped'])
  })

  it(
    'pauses what it sends when it is ended, and says at its next start that it waits',
    { timeout: 60_000 },
    async () => {
      const scene = await stage('kingsmspro')
      const { process: child, ended } = scene.cli.start(['run', '--json'])
      await schedule(scene, 30, 1000, '--rate', '5')
      await until(() => scene.gateway.log.length >= 3, 30_000)
      child.kill('SIGTERM')
      const result = await ended
      expect(result.code).toBe(0)
      expect(events(result)).toEqual(['running', 'sending', 'paused', 'stopped'])
      const next = scene.cli.start(['run', '--json'])
      let out = ''
      next.process.stdout.on('data', (text: string) => (out += text))
      await until(() => out.includes('waiting'), 30_000)
      next.process.kill('SIGINT')
      expect((await next.ended).json()).toContainEqual(
        expect.objectContaining({ event: 'waiting', campaign: 1, reason: 'interrupted' }),
      )
      const rest = await scene.cli.run(['campaign', 'resume', '1', '--json'])
      expect(rest.code).toBe(0)
      expect(new Set(scene.gateway.log.map(({ phone }) => phone)).size).toBe(30)
      expect(scene.gateway.log).toHaveLength(30)
    },
  )
})
