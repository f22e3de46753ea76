/**
 * What development needs and a packaged program must not have: a foreign binary of better-sqlite3 (native code would run under
 * Griot's identity, which the keychain trusts) and Chromium's debugging ports (any local program could drive the window).
 * Electron's fuses cover neither.
 */
import { app } from 'electron'

const debuggingSwitches = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'] as const

/** First of all: before a database is opened, before Chromium listens. */
export function closePackagedDoors(): void {
  if (!app.isPackaged) return
  delete process.env.GRIOT_SQLITE_BINDING
  if (debuggingSwitches.some((name) => app.commandLine.hasSwitch(name))) {
    process.stderr.write('Griot takes no remote debugging.\n')
    app.exit(1)
  }
}
