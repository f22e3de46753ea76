/**
 * A CoreContext over a real SQLite file in a folder of its own, with a clock that a test sets and secrets in memory.
 * `close()` closes the database and removes the folder.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGatewayResolver, type Gateways } from '@core/accounts/gateways'
import { createTeller } from '@core/campaigns/tell'
import { systemClock, type Clock } from '@core/clock'
import type { CoreContext } from '@core/context'
import { createEventBus, type EventBus } from '@core/events'
import { createJobs } from '@core/jobs'
import { silentLog } from '@core/log'
import type { HttpClient } from '@core/providers/http'
import { fieldsFor, type Credentials, type SecretItem, type SecretStore } from '@core/secrets/secrets'
import { openDatabase } from '@core/storage/open'
import { readSettings } from '@core/storage/setting'
import type { CoreEventName, CoreEvents } from '@shared/ipc-contract'
import { resolveLanguage } from '@shared/language'

export interface TestContext extends CoreContext {
  readonly clock: Clock & { set(now: number): void }
  readonly secrets: SecretStore & { readonly kept: Map<string, Credentials> }
  /** Every event so far, oldest first. */
  readonly told: { readonly name: CoreEventName; readonly payload: CoreEvents[CoreEventName] }[]
  close(): void
}

/** 2026-11-22T08:00:00Z */
export const testNow = 1_795_334_400_000

export interface TestContextOptions {
  readonly gateways?: Gateways
  readonly http?: HttpClient
  readonly dataDir?: string
}

export function createTestContext({
  gateways = [],
  http = noHttp,
  dataDir: given,
}: TestContextOptions = {}): TestContext {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'griot-test-'))
  let now = testNow
  const clock = { ...systemClock, now: () => now, set: (to: number) => (now = to) }
  const db = openDatabase({ dataDir, now })
  const bus = createEventBus(silentLog)
  const told: TestContext['told'] = []
  const events: EventBus = {
    ...bus,
    emit(name, payload) {
      told.push({ name, payload })
      bus.emit(name, payload)
    },
  }
  const secrets = createKeptSecrets()
  return {
    db,
    dataDir,
    clock,
    log: silentLog,
    secrets,
    events,
    teller: createTeller({ db, clock, events, log: silentLog, gateways, firstSequence: 0 }),
    jobs: createJobs(clock, events),
    actor: 'window',
    settings: () => readSettings(db),
    textLanguage: () => resolveLanguage(readSettings(db).language, 'fr'),
    gateway: createGatewayResolver({ db, gateways, secrets, http, clock }),
    told,
    close() {
      db.close()
      if (given === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function createKeptSecrets(): TestContext['secrets'] {
  const kept = new Map<string, Credentials>()
  const origins = new Map<string, string>()
  const itemOf = (name: string): SecretItem => ({ fields: kept.get(name) ?? {}, origin: origins.get(name) ?? null })
  return {
    kept,
    read: async (name, use) => Promise.resolve(fieldsFor(itemOf(name), use, name)),
    async write(name, credentials, origin) {
      kept.set(name, credentials)
      origins.set(name, origin)
      return Promise.resolve()
    },
    remove: (name) => Promise.resolve(void kept.delete(name)),
    probe: () => Promise.resolve('ok'),
  }
}

const noHttp: HttpClient = {
  exchange: () => Promise.reject(new Error('this test gave no HTTP client')),
  close: () => undefined,
}
