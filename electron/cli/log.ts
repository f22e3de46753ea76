/**
 * What went wrong, for support: warnings and errors, a line each, in `logs/command-line.log` of the data folder. People read
 * the sentence on the terminal; the stack that they never see is here. A log that cannot be written stops nothing.
 */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { silentLog, type Log } from '@core/log'

const maxBytes = 1024 * 1024

/** Of anything as long as a phone number only the end stays. */
const hideNumbers = (text: string): string => text.replace(/\d{6,}(?=\d{2})/g, '…')

export function createFileLog(dataDir: string, now: () => number): Log {
  const folder = join(dataDir, 'logs')
  const file = join(folder, 'command-line.log')
  const write = (level: string, event: string, details?: Readonly<Record<string, unknown>>): void => {
    try {
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.old`)
      const at = new Date(now()).toISOString()
      const line = `${at} ${level} ${event} ${hideNumbers(JSON.stringify(details ?? {}))}`
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
