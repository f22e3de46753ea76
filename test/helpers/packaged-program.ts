/** Starts the packaged program and looks at it from outside, as a person would: it takes no debugger. */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MadePackage } from '../package/prepare'

export interface PackagedProgram {
  readonly dataDir: string
  readonly processId: number
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  /** What it printed so far. */
  printed(): string
  /** Lines of its log so far. */
  log(): string
  /** Titles of the windows that can be seen on the display. */
  titles(): Promise<string[]>
  askToEnd(): void
  /** Ends it if it still runs, and removes its folders. */
  [Symbol.asyncDispose](): Promise<void>
}

const windowInformation = async (...args: string[]) => (await promisify(execFile)('xwininfo', args)).stdout

/** @param environment added to an environment that holds nothing of this test run but the display and the keychain */
export function startPackaged(
  made: MadePackage,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): PackagedProgram {
  const home = mkdtempSync(join(tmpdir(), 'griot-packaged-'))
  const dataDir = join(home, 'Données d’Awa')
  const kept = ['PATH', 'DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'LANG'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  const child = spawn(made.program, [...made.args, ...args], {
    cwd: home,
    env: { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), HOME: home, GRIOT_DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  return {
    dataDir,
    processId: child.pid ?? 0,
    ended,
    printed: () => printed,
    log() {
      const file = join(dataDir, 'logs/main.log')
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    },
    async titles() {
      const tree = await windowInformation('-root', '-tree')
      const named = [...tree.matchAll(/^\s*(0x[0-9a-f]+) "(.*)": \(/gm)]
      const seen = await Promise.all(
        named.map(async ([, id = '', title = '']) => {
          const window = await windowInformation('-id', id).catch(() => 'closed by now')
          return window.includes('Map State: IsViewable') ? [title] : []
        }),
      )
      return seen.flat()
    },
    askToEnd: () => void child.kill('SIGTERM'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
      rmSync(home, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}
