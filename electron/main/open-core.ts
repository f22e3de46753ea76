/** Core with what only the desktop application gives it: the keychain, under the environment. Loaded while the window loads. */
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import type { Log } from '@core/log'
import { createHttpClient } from '@core/providers/http'
import { providers } from '@core/providers/registry'
import { combineSecrets, createEnvironmentSecrets } from '@core/secrets/environment'
import { createKeychain } from '@core/secrets/keychain'
import type { Language } from '@shared/language'

export interface OpenCoreOptions {
  readonly dataDir: string
  readonly log: Log
  /** Of the sandbox account and the sample texts that a new database starts with. */
  readonly language: Language
}

/** Throws AppError of the storage kinds. */
export function openCore({ dataDir, log, language }: OpenCoreOptions): Promise<Core> {
  const fieldKeys = new Set(providers.flatMap(({ description }) => description.credentials.map(({ key }) => key)))
  return createCore({
    dataDir,
    log,
    language,
    actor: 'window',
    clock: systemClock,
    http: createHttpClient({ clock: systemClock }),
    secrets: combineSecrets(createEnvironmentSecrets(process.env, [...fieldKeys]), createKeychain()),
  })
}
