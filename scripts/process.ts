/** Runs other programs for the scripts: output to a person's terminal, a failure as one sentence. */
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'

/** Absolute path of the checkout. */
export const repository = dirname(import.meta.dirname)

export interface RunOptions {
  readonly cwd?: string
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** What a person must install when this fails. */
  readonly needs?: string
}

/**
 * Runs a program quietly and waits for it.
 * @throws Error with the end of what it printed, when it can't be started or exits with another code than 0.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}) {
  const result = spawnSync(command, args, {
    cwd: options.cwd ?? repository,
    env: { ...process.env, ...options.environment },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (result.status === 0) return
  const printed = `${result.stdout}${result.stderr}`.trim().split('\n').slice(-15).join('\n')
  const reason = result.error?.message ?? `exit code ${String(result.status)}`
  throw new Error([`${command} ${args.join(' ')}: ${reason}`, printed, options.needs].filter(Boolean).join('\n'))
}

/** Whether a program of that name is on the PATH. */
export function isInstalled(command: string): boolean {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [command], { stdio: 'ignore' }).status === 0
}

/** Says on the terminal what is being done, does it, and says how long it took. */
export function tellStep<Result>(what: string, work: () => Result): Result {
  const startedAt = performance.now()
  console.error(`Preparing: ${what} …`)
  const result = work()
  console.error(`  done after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  return result
}
