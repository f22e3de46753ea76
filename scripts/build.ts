/**
 * Builds Griot into out/: the application (main, preload, window) and the command line.
 *
 *   node scripts/build.ts [app|cli] [--if-stale] [--after-install]
 *
 * --if-stale: only what is older than its sources. Each part leaves a stamp in out/ with the newest source it saw.
 * --after-install: a failure is told but doesn't undo the installation; `npm run build` and `npm start` build again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repository, run } from './process.ts'

const tool = (name: string, executable: string) => join(repository, 'node_modules', name, executable)

const commonSources = ['electron/shared', 'electron/core', 'package.json', 'package-lock.json']
const parts = {
  app: {
    sources: [...commonSources, 'electron/main', 'electron/preload', 'src', 'scripts', 'electron.vite.config.ts'],
    command: [tool('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    result: 'out/main/index.cjs',
  },
  cli: {
    sources: [...commonSources, 'electron/cli', 'vite.cli.config.ts'],
    command: [tool('vite', 'bin/vite.js'), 'build', '--config', 'vite.cli.config.ts', '--logLevel', 'warn'],
    result: 'out/cli/main.mjs',
  },
} as const
export type Part = keyof typeof parts

/** Newest modification under a path, in epoch milliseconds; folders count too, so that a deleted file shows. */
function newestChange(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/**
 * Builds the named parts.
 * @throws Error with what the bundler printed.
 */
export function build(names: readonly Part[], options: { readonly ifStale: boolean }) {
  for (const name of names) {
    const part = parts[name]
    const stamp = join(repository, 'out', `${name}.built`)
    const newest = String(Math.max(...part.sources.map((source) => newestChange(join(repository, source)))))
    const isFresh =
      existsSync(join(repository, part.result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === newest
    if (options.ifStale && isFresh) continue
    rmSync(stamp, { force: true })
    const startedAt = performance.now()
    run(process.execPath, part.command, { environment: { NODE_ENV: 'production' } })
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, newest)
    console.error(`Built ${part.result} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  }
}

if (import.meta.main) {
  const names = process.argv.slice(2).filter((argument): argument is Part => argument in parts)
  try {
    build(names.length > 0 ? names : ['cli', 'app'], { ifStale: process.argv.includes('--if-stale') })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    if (process.argv.includes('--after-install')) console.error('Griot is installed but not built: npm run build')
    else process.exitCode = 1
  }
}
