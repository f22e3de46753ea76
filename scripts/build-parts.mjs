/**
 * The two parts of a build, what each is made from, and whether it is up to date. Plain JavaScript: electron/cli/griot.mjs
 * asks it at every start, on a Node that may not read TypeScript.
 *
 * A build leaves a stamp in out/ with the newest modification of its sources.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))
const commonSources = ['electron/shared', 'electron/core', 'package.json', 'package-lock.json']

/** Paths from the repository's root; `result` is the file that is missing when the part was never built. */
export const parts = {
  app: {
    sources: [
      ...commonSources,
      'electron/main',
      'electron/core-process',
      'electron/preload',
      'src',
      'scripts',
      'electron.vite.config.ts',
    ],
    result: 'out/main/index.cjs',
  },
  cli: {
    sources: [...commonSources, 'electron/cli', 'vite.cli.config.ts'],
    result: 'out/cli/main.mjs',
  },
}

/** @typedef {keyof typeof parts} Part */

/**
 * Newest modification under a path, in epoch milliseconds; folders count too, so that a deleted file shows.
 *
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/** @param {Part} part */
export const stampFile = (part) => join(repository, 'out', `${part}.built`)

/**
 * What the stamp of a fresh build holds.
 *
 * @param {Part} part
 */
export const currentStamp = (part) =>
  String(Math.max(...parts[part].sources.map((source) => newestChange(join(repository, source)))))

/**
 * Whether the part is built and none of its sources changed since.
 *
 * @param {Part} part
 */
export function isUpToDate(part) {
  const stamp = stampFile(part)
  return (
    existsSync(join(repository, parts[part].result)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === currentStamp(part)
  )
}
