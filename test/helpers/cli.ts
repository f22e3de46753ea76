/**
 * The built command line as a process of its own, the way scripts and cron run it: real arguments, real environment, real
 * exit codes.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Another build can be named, for trying one while the usual is being rebuilt. */
export const cliProgram =
  process.env.GRIOT_TEST_CLI ?? fileURLToPath(new URL('../../out/cli/main.mjs', import.meta.url))

/** V8's compiled code from one start to the next: some hundred starts are a good part of these tests' time. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/griot-cli', import.meta.url))

export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout, each line read as JSON. */
  json<Value = unknown>(): Value[]
}

export interface Cli {
  readonly dataDir: string
  run(
    args: readonly string[],
    options?: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> },
  ): Promise<CliResult>
  /** Started and not waited for. */
  start(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): { readonly process: ChildProcessWithoutNullStreams; readonly ended: Promise<CliResult> }
  remove(): void
}

/** A command line with a data folder of its own, in English unless `lang` says otherwise. */
export function createCli({
  environment: shared = {},
  lang = 'en',
}: { environment?: Readonly<Record<string, string>>; lang?: 'fr' | 'en' } = {}): Cli {
  const dataDir = mkdtempSync(join(tmpdir(), 'griot-cli-'))

  const start: Cli['start'] = (args, own = {}) => {
    const process_ = spawn(process.execPath, [cliProgram, ...args], {
      env: {
        ...cleanEnvironment(),
        LANG: lang === 'fr' ? 'fr_FR.UTF-8' : 'en_US.UTF-8',
        GRIOT_DATA_DIR: dataDir,
        NODE_COMPILE_CACHE: compiled,
        ...shared,
        ...own,
      },
      stdio: 'pipe',
    })
    let stdout = ''
    let stderr = ''
    process_.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    process_.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const ended = new Promise<CliResult>((resolve, reject) => {
      process_.on('error', reject)
      process_.on('close', (code) => {
        const lines = (): string[] => stdout.split('\n').filter((line) => line !== '')
        resolve({ code, stdout, stderr, json: <Value>() => lines().map((line) => JSON.parse(line) as Value) })
      })
    })
    return { process: process_, ended }
  }

  return {
    dataDir,
    start,
    async run(args, { input = '', environment = {} } = {}) {
      const { process: child, ended } = start(args, environment)
      child.stdin.end(input)
      return ended
    },
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  }
}

/** Without a language or secrets of whoever runs the tests. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GRIOT_SECRET_|LC_|LANG)/.test(name)))
}
