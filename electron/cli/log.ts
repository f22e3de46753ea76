/**
 * What went wrong, for support: warnings and errors, a line each, in `logs/command-line.log` of the data folder. People read
 * the sentence on the terminal; the stack that they never see is here, redacted as the window's log is. A log that cannot be
 * written stops nothing.
 */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { silentLog, type Log } from '@core/log'
import { redact } from '@core/redaction/redact'

const maxBytes = 1024 * 1024

export function createFileLog(dataDir: string, now: () => number): Log {
  const folder = join(dataDir, 'logs')
  const file = join(folder, 'command-line.log')
  const write = (level: string, event: string, details?: Readonly<Record<string, unknown>>): void => {
    try {
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.old`)
      const at = new Date(now()).toISOString()
      const line = `${at} ${level} ${event} ${JSON.stringify(redact(details ?? {}))}`
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // a full disk or a folder that cannot be written: the terminal says so
    }
  }
  return {
    ...silentLog,
    warn: (event, details) => write('warn', event, details),
    error: (event, details) => write('error', event, details),
  }
}
