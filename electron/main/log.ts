/**
 * The log file of the program (`logs/main.log` in the data folder, 1 MB, one older kept), redacted line by line. Behind
 * core's log port; nothing else writes to it.
 */
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import type { Log } from '@core/log'
import { redact } from '@core/redaction/redact'

export interface FileLog extends Log {
  readonly file: string
}

export function createFileLog(dataDir: string, options: { readonly onConsole: boolean }): FileLog {
  const file = join(dataDir, 'logs', 'main.log')
  const logger = electronLog.create({ logId: 'griot' })
  logger.transports.file.resolvePathFn = () => file
  logger.transports.file.maxSize = 1024 * 1024
  logger.transports.file.format = '{y}-{m}-{d} {h}:{i}:{s}.{ms} {level} {text}'
  logger.transports.file.level = 'info'
  logger.transports.console.level = options.onConsole ? 'warn' : false
  return {
    file,
    debug: (event, details) => logger.debug(event, ...given(details)),
    info: (event, details) => logger.info(event, ...given(details)),
    warn: (event, details) => logger.warn(event, ...given(details)),
    error: (event, details) => logger.error(event, ...given(details)),
  }
}

function given(details: Readonly<Record<string, unknown>> | undefined): unknown[] {
  return details ? [JSON.stringify(redact(details))] : []
}
