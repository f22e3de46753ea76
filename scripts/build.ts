/**
 * Builds Griot into out/: the application (main, preload, window) and the command line.
 *
 *   node scripts/build.ts [app|cli] [--if-stale]     --if-stale: only what is older than its sources
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { currentStamp, isUpToDate, parts, stampFile, type Part } from './build-parts.mjs'
import { repository, run } from './process.ts'

const tool = (name: string, executable: string) => join(repository, 'node_modules', name, executable)

const bundlers: Readonly<Record<Part, () => void>> = {
  app: () => {
    bundle([tool('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'warn'])
  },
  cli: bundleCommandLine,
}

function bundle(command: readonly string[]) {
  run(process.execPath, command, { environment: { NODE_ENV: 'production' } })
}

/** Built beside and then moved into place: two commands may start at once after an update of the sources. */
function bundleCommandLine() {
  const target = join(repository, 'out/cli')
  const fresh = `${target}.${process.pid}`
  const old = `${fresh}.old`
  const vite = [tool('vite', 'bin/vite.js'), 'build', '--config', 'vite.cli.config.ts', '--logLevel', 'warn']
  try {
    bundle([...vite, '--outDir', fresh])
    moveUnless(['ENOENT'], target, old)
    moveUnless(['ENOTEMPTY', 'EEXIST'], fresh, target)
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A folder that another build moved first, with one of these errors, is no failure: what it left there is as new. */
function moveUnless(expected: readonly string[], from: string, to: string) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!expected.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/**
 * Builds the named parts.
 * @throws Error with what the bundler printed.
 */
export function build(names: readonly Part[], options: { readonly ifStale: boolean }) {
  for (const name of names) {
    if (options.ifStale && isUpToDate(name)) continue
    const stamp = currentStamp(name)
    const startedAt = performance.now()
    rmSync(stampFile(name), { force: true })
    bundlers[name]()
    mkdirSync(dirname(stampFile(name)), { recursive: true })
    writeFileSync(stampFile(name), stamp)
    console.error(`Built ${parts[name].result} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  }
}

if (import.meta.main) {
  const names = process.argv.slice(2).filter((argument): argument is Part => argument in parts)
  try {
    build(names.length > 0 ? names : ['cli', 'app'], { ifStale: process.argv.includes('--if-stale') })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
