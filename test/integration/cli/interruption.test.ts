/** Ctrl+C at every stage, readers that go away, a full disk behind stdout: never a stack, never a message lost or sent twice. */
import { closeSync, openSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cliProgram, createCli, type Cli, type CliResult } from '../../helpers/cli'
import { stageCli, until, type CliStage, type SendEvent } from '../../helpers/cli-stage'

const open: { close(): Promise<void> | void }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const made = await stageCli(...options)
  open.push(made)
  return made
}
function bareCli(): Cli {
  const cli = createCli()
  open.push({ close: () => cli.remove() })
  return cli
}
const campaigns = async (cli: Cli): Promise<object[]> =>
  (await cli.run(['campaign', 'list', '--json'])).json<object[]>()[0] ?? []

/** Starts a command, waits until `isTime` of what it printed, then sends it `signal`. */
async function interrupt(
  cli: Cli,
  args: readonly string[],
  isTime: (stdout: string, pid: number) => boolean,
  signal: NodeJS.Signals = 'SIGINT',
): Promise<CliResult> {
  const { process: child, ended } = cli.start(args)
  child.stdin.end()
  let stdout = ''
  child.stdout.on('data', (part: string) => (stdout += part))
  await until(() => isTime(stdout, child.pid ?? 0))
  child.kill(signal)
  return ended
}

/** Whether a process has the file open (Linux). */
function isReading(pid: number, file: string): boolean {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).some((descriptor) => {
    try {
      return readlinkSync(join(folder, descriptor)) === file
    } catch {
      // closed in the meantime
      return false
    }
  })
}

describe('Ctrl+C', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s while sending pauses; resuming sends the rest once',
    async (signal) => {
      const scene = await stage('kingsmspro', { latencyMs: 20 })
      const { cli, gateway } = scene
      const result = await interrupt(cli, scene.send(100), () => gateway.log.length > 10, signal)
      expect(result.code).toBe(130)
      const last = result.json<SendEvent>().at(-1)
      expect(last).toMatchObject({ event: 'paused', reason: 'interrupted', unknown: 0 })
      expect((last?.accepted ?? 0) + (last?.pending ?? 0)).toBe(100)
      expect(result.stderr).toMatch(/^griot: [^\n]+\n$/)
      const resumed = await cli.run(['campaign', 'resume', String(last?.campaign), '--json'])
      expect(resumed.code).toBe(0)
      expect(new Set(gateway.log.map(({ phone }) => phone)).size).toBe(100)
      expect(gateway.log).toHaveLength(100)
    },
  )

  it.runIf(process.platform === 'linux')('while reading the file ends with 130 and leaves nothing', async () => {
    const { cli, gateway } = await stage('kingsmspro')
    const file = join(cli.dataDir, 'many.csv')
    writeFileSync(
      file,
      `Tel\n${Array.from({ length: 300_000 }, (_, index) => `+2376${70_000_000 + index}`).join('\n')}\n`,
    )
    const send = ['send', '--account', 'shop', '--csv', file, '--template', 'x', '--yes', '--json']
    const result = await interrupt(cli, send, (_, pid) => isReading(pid, file))
    expect(result.code).toBe(130)
    expect(result.stderr).toBe('griot: Stopped as you asked.\n')
    expect(await campaigns(cli)).toEqual([])
    expect(gateway.requests).toHaveLength(0)
  })

  it('while a gateway keeps silent ends with 130 at once', async () => {
    const { cli, gateway } = await stage('kingsmspro')
    gateway.misbehave({ kind: 'hang' })
    const result = await interrupt(cli, ['balance', '--json'], () => gateway.requests.length > 0)
    expect(result.code).toBe(130)
    expect(result.json()).toEqual([{ error: { code: 'cancelled', message: 'Stopped as you asked.' } }])
  })

  it('asked for twice does not wait for a silent gateway; the message is doubtful, not lost', async () => {
    const scene = await stage('kingsmspro')
    const { cli, gateway } = scene
    gateway.misbehave({ kind: 'hang', accept: true }, { matching: ({ path }) => path.endsWith('/sms/send') })
    const { process: child, ended } = cli.start(scene.send(1))
    child.stdin.end()
    await until(() => gateway.log.length === 1)
    // as a person does who gets no answer: again and again, the first two close together
    let hasEnded = false
    void ended.then(() => (hasEnded = true))
    await until(() => {
      if (!hasEnded) child.kill('SIGINT')
      return hasEnded
    })
    const result = await ended
    expect(result.code).toBe(130)
    const id = String(result.json<SendEvent>()[0]?.campaign)
    const resumed = await cli.run(['campaign', 'resume', id, '--json'])
    expect(resumed.code).toBe(3)
    expect(resumed.json<SendEvent>().at(-1)).toMatchObject({ event: 'finished', accepted: 0, unknown: 1 })
    expect(gateway.log).toHaveLength(1)
  })
})

describe('receipts listen', () => {
  it('listens where asked until Ctrl+C, then says how many came', async () => {
    const cli = bareCli()
    const result = await interrupt(cli, ['receipts', 'listen', '--port', '0', '--json'], (stdout) =>
      stdout.includes('\n'),
    )
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const [listening, stopped] = result.json<{ event: string; port: number; urls: object[] }>()
    expect(listening).toMatchObject({ event: 'listening', host: '127.0.0.1' })
    expect(listening?.port).toBeGreaterThan(0)
    expect(listening?.urls).toHaveLength(2)
    expect(stopped).toEqual({ event: 'stopped', received: 0, refused: 0 })
  })
})

describe('stdout', () => {
  it('closed early (| head -1) stops neither the campaign nor the exit code', async () => {
    const scene = await stage('kingsmspro')
    const { cli, gateway } = scene
    const { process: child, ended } = cli.start(scene.send(50))
    child.stdin.end()
    child.stdout.once('data', () => child.stdout.destroy())
    const result = await ended
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' })
    expect(gateway.log).toHaveLength(50)
  })

  it.skipIf(process.platform !== 'linux')('on a full disk is told in one line', async () => {
    const cli = bareCli()
    const full = openSync('/dev/full', 'w')
    const environment = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '', GRIOT_DATA_DIR: cli.dataDir }
    const second = spawn(process.execPath, [cliProgram, 'gateways'], {
      stdio: ['ignore', full, 'pipe'],
      env: environment,
    })
    let stderr = ''
    second.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part))
    const code = await new Promise((resolve) => second.on('close', resolve))
    closeSync(full)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^griot: [^\n]*ENOSPC[^\n]*\n$/) as string,
    })
  })
})
