/** The lock file is one that every npm from 10 on leaves as it is, and that needs no install script (docs/adr/0005). */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly libc?: readonly string[]
  readonly hasInstallScript?: boolean
  readonly optional?: boolean
  /** Part of another package's archive, under that one's hash. */
  readonly inBundle?: boolean
}
interface LockFile {
  readonly packages: Readonly<
    Record<string, LockedPackage & { optionalDependencies?: Readonly<Record<string, string>> }>
  >
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as LockFile
const installed = Object.entries(packages).filter(([path]) => path !== '')
const named = (has: (entry: LockedPackage) => boolean) =>
  installed.filter(([, entry]) => has(entry)).map(([path]) => path)

it('holds nothing that one npm writes and another removes: `npx npm@10 install` cleans it', () => {
  expect(named(({ libc }) => libc !== undefined)).toEqual([])
  expect(named(({ resolved }) => resolved !== undefined)).toEqual([])
})

it('has a hash for every package that is fetched', () => {
  expect(named(({ integrity, inBundle }) => !inBundle && !integrity?.startsWith('sha512-'))).toEqual([])
})

it('has no package that needs its install script: those named bring their binaries, or serve Windows installers only', () => {
  expect(named(({ hasInstallScript }) => hasInstallScript === true)).toEqual([
    'node_modules/better-sqlite3',
    'node_modules/electron-winstaller',
    'node_modules/keytar',
  ])
})

it('pins the project’s Node for every system', () => {
  const wanted = packages['']?.optionalDependencies ?? {}
  expect(Object.keys(wanted)).toHaveLength(5)
  for (const [name, version] of Object.entries(wanted))
    expect(packages[`node_modules/${name}`]).toMatchObject({ version, optional: true })
})
