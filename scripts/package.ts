/**
 * `npm run package`: builds, makes installers with electron-builder, then reads back the fuses of each executable that was
 * made and fails where one is not as stated. Arguments go to electron-builder (`npm run package -- --linux dir`).
 *
 * Where Electron's own download is out of reach, the folder of the Electron that was found is packaged. That one is old
 * and meant for checking the packaging, not for giving to people: installers are made where the network is complete.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { build } from './build.ts'
import { findElectron } from './electron-runtime.ts'
import { fuseFaults, fuseTable, readFuses, type Fuse, type FuseName, type StatedFuses } from './fuses.ts'
import { repository } from './process.ts'
import { writeShellFiles } from './shell-files.ts'
import { updateSource } from './update-source.ts'

export interface PackageOptions {
  /** The folder for what is made; dist/ where it isn't given. */
  readonly output?: string
  /** Decides where updates come from: see update-source.ts. */
  readonly environment?: NodeJS.ProcessEnv
}

interface BuilderConfig {
  readonly directories: Readonly<Record<string, string>>
  readonly electronFuses: StatedFuses
}

/** electron-builder.yml as it is in the repository. */
export function readBuilderConfig(): BuilderConfig {
  return parse(readFileSync(join(repository, 'electron-builder.yml'), 'utf8')) as BuilderConfig
}

/**
 * @returns the fuses of each executable that was made, by its path
 * @throws Error when electron-builder fails or a fuse is not as stated
 */
export async function makePackage(
  builderArguments: readonly string[],
  { output = join(repository, 'dist'), environment = process.env }: PackageOptions = {},
): Promise<ReadonlyMap<string, readonly Fuse[]>> {
  build(['cli', 'app'], { ifStale: true })
  writeShellFiles()
  const { executable } = findElectron()
  const dist = dirname(executable)
  const config = readBuilderConfig()
  const platform = targetPlatform(builderArguments)
  const publish = updateSource(platform, environment)
  console.error(
    publish ? `Updates come from ${publish.owner}/${publish.repo}.` : 'This package never looks for updates.',
  )
  const configFile = join(output, 'electron-builder.json')
  mkdirSync(output, { recursive: true })
  writeFileSync(
    configFile,
    JSON.stringify({
      ...config,
      directories: { ...config.directories, output },
      afterPack: join(repository, 'scripts/after-pack.mjs'),
      electronDist: dist,
      electronVersion: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
      electronFuses: await fusesOf(executable, config.electronFuses),
      publish,
      // deb and rpm ask for a homepage; where the repository isn't named there is none to give
      extraMetadata: {
        homepage: publish ? `https://github.com/${publish.owner}/${publish.repo}` : 'https://griot.invalid/',
      },
    }),
  )
  const require = createRequire(import.meta.url)
  const electronBuilder = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js')
  const result = spawnSync(
    process.execPath,
    [electronBuilder, '--publish=never', '--config', configFile, ...builderArguments],
    { cwd: repository, stdio: 'inherit' },
  )
  if (result.status !== 0) throw new Error('electron-builder failed.')
  return checkFuses(output, config.electronFuses)
}

function targetPlatform(builderArguments: readonly string[]): NodeJS.Platform {
  if (builderArguments.some((argument) => /^(--win|--windows|-w)$/.test(argument))) return 'win32'
  if (builderArguments.some((argument) => /^(--mac|--macos|-m)$/.test(argument))) return 'darwin'
  return builderArguments.some((argument) => /^(--linux|-l)$/.test(argument)) ? 'linux' : process.platform
}

/** Without those that this Electron doesn't have: setting them would fail. */
async function fusesOf(executable: string, stated: StatedFuses): Promise<StatedFuses> {
  // what was downloaded is for this system; for another one electron-builder's own check speaks
  const absent = (await readFuses(executable, stated)).filter(({ found }) => found === 'absent').map(({ name }) => name)
  if (absent.length > 0) console.error(`WARNING: this Electron has no such fuse: ${absent.join(', ')}`)
  return Object.fromEntries(Object.entries(stated).filter(([name]) => !absent.includes(name as FuseName)))
}

async function checkFuses(output: string, stated: StatedFuses): Promise<ReadonlyMap<string, readonly Fuse[]>> {
  const made = new Map<string, readonly Fuse[]>()
  for (const program of madePrograms(output)) {
    const fuses = await readFuses(program, stated)
    made.set(program, fuses)
    console.log(`${program}\n${fuseTable(fuses)}`)
    const faults = fuseFaults(fuses)
    if (faults.length > 0) throw new Error(`Fuses of ${program}: ${faults.join('; ')}`)
  }
  if (made.size === 0) throw new Error(`No executable was found in ${output}: its fuses could not be read.`)
  return made
}

/** The executables in the folders that the installers are made of. */
function madePrograms(output: string): string[] {
  return readdirSync(output)
    .flatMap((folder) => ['griot', 'Griot.exe', 'Griot.app'].map((name) => join(output, folder, name)))
    .filter((path) => existsSync(path))
}

if (import.meta.main) {
  try {
    await makePackage(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
