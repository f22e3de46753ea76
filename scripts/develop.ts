/** `npm run dev`: the application with the window reloading as its sources change. Arguments go to electron-vite. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { electronArguments, findElectron } from './electron-runtime.ts'
import { repository } from './process.ts'

const electron = findElectron()
const electronVite = dirname(createRequire(import.meta.url).resolve('electron-vite/package.json'))
const sandbox = electronArguments().length > 0 ? ['--noSandbox'] : []
spawn(
  process.execPath,
  [join(electronVite, 'bin/electron-vite.js'), 'dev', '--watch', ...sandbox, ...process.argv.slice(2)],
  {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, ...electron.environment, ELECTRON_EXEC_PATH: electron.executable },
  },
).on('exit', (code) => {
  process.exitCode = code ?? 1
})
