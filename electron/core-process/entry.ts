/** The entry of the process of core, which Electron's utilityProcess starts: electron/main/fork-core.ts. */
import { privateMask } from '@core/storage/private-files'
import { serveCore } from './serve-core'

/** https://www.electronjs.org/docs/latest/api/parent-port */
interface ParentPort {
  postMessage(message: unknown): void
  on(name: 'message', listener: (event: { readonly data: unknown }) => void): void
}

process.umask(privateMask)
// A desktop session that ends, or Ctrl+C, signals every process of the program: main alone decides, and closes core in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const { parentPort } = process as NodeJS.Process & { readonly parentPort: ParentPort }
const core = serveCore({
  post: (message) => parentPort.postMessage(message),
  // Where Electron calls, Node has not yet run what follows a promise when it looks for rejections that nobody waits for.
  listen: (listener) => parentPort.on('message', ({ data }) => void setImmediate(() => listener(data))),
})
process.on('uncaughtException', (error) => core.broken(error))
process.on('unhandledRejection', (error) => core.log.error('unhandled rejection', { error }))
