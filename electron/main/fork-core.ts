/** Starts the process of core: out/main/core.cjs under Electron's utilityProcess. After `app.whenReady`. */
import { join } from 'node:path'
import { app, utilityProcess } from 'electron'
import type { CoreProcess } from './core-host'

/** What makes a Node run or load what it is told to (names in any case, as on Windows); Electron's fuses speak of the main process. */
const foreignCode: ReadonlySet<string> = new Set(['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'GRIOT_SQLITE_BINDING'])

export function forkCore(): CoreProcess {
  const given = Object.entries(process.env).filter(([name]) => !(app.isPackaged && foreignCode.has(name.toUpperCase())))
  const child = utilityProcess.fork(join(__dirname, 'core.cjs'), [], {
    serviceName: 'Griot core',
    env: Object.fromEntries(given),
    // never what the main process was started with
    execArgv: [],
  })
  let isUnwanted = false
  const kill = (): void => {
    isUnwanted = true
    // core leaves other signals to main, and a process that hangs hears none of them
    if (child.pid === undefined) return
    try {
      process.kill(child.pid, 'SIGKILL')
    } catch {
      // it has ended already, and its end is about to be heard
    }
  }
  // it has no number before
  child.once('spawn', () => {
    if (isUnwanted) kill()
  })
  return {
    post: (message) => child.postMessage(message),
    // one queue for both: the end is heard after the last message
    listen: (listener) => child.on('message', (message: unknown) => void setImmediate(() => listener(message))),
    onExit: (listener) => child.once('exit', (code) => void setImmediate(() => listener(code))),
    kill,
  }
}
