/** Core as the desktop application wants it. A module of its own so that it loads while the window does. */
import { app } from 'electron'
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import type { Log } from '@core/log'
import type { Language } from '@shared/language'

export interface OpenCoreOptions {
  readonly dataDir: string
  readonly log: Log
  /** Of the sandbox account and the sample texts that a new database starts with. */
  readonly language: Language
}

/** Throws AppError of the storage kinds. */
export function openCore(options: OpenCoreOptions): Promise<Core> {
  return createCore({ ...options, actor: 'window', clock: systemClock, version: app.getVersion() })
}
