/**
 * `npm run package`: builds, then makes installers with electron-builder; arguments go to it
 * (`npm run package -- --linux dir`).
 *
 * Where Electron's own download is out of reach, the folder of the Electron that was found is packaged. That one is old
 * and meant for checking the packaging, not for giving to people: installers are made where the network is complete.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from './build.ts'
import { findElectron } from './electron-runtime.ts'
import { repository } from './process.ts'

build(['cli', 'app'], { ifStale: true })
const electron = findElectron()
const dist = dirname(electron.executable)
const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
const require = createRequire(import.meta.url)
const electronBuilder = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js')
const result = spawnSync(
  process.execPath,
  [
    electronBuilder,
    '--publish=never',
    `--config.electronDist=${dist}`,
    `--config.electronVersion=${version}`,
    ...process.argv.slice(2),
  ],
  { cwd: repository, stdio: 'inherit' },
)
process.exitCode = result.status ?? 1
