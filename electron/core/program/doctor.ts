/** doctor.check: whether database, disk, keychain, clock, backups and gateways are as they should be. Never throws. */
// eslint-disable-next-line n/no-unsupported-features/node-builtins -- there since 18.15, the oldest Node we run on
import { statfs } from 'node:fs/promises'
import type { BalanceView } from '@shared/contract/accounts'
import type { HealthCheck } from '@shared/contract/program'
import { unknownZone } from '@shared/domain/local-zone'
import { toWireError, wireError } from '@shared/errors'
import { testAccount } from '../accounts/balances'
import { describeGateway, type Gateways } from '../accounts/gateways'
import { folderCopies } from '../backup/folder-copies'
import { listBackups } from '../backup/list-backups'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { listAccounts } from '../storage/account'
import { databaseFileName, type Db } from '../storage/open'

const megabyte = 1024 * 1024
const scarceBytes = 500 * megabyte
const tooFewBytes = 50 * megabyte
const dayMs = 24 * 60 * 60 * 1000
const oldBackupMs = 7 * dayMs
/** Griot did not exist before: a clock that says so is wrong. */
const firstReleaseAt = Date.UTC(2026, 0, 1)

type Finding = Omit<HealthCheck, 'name' | 'subject'>
const ok = (detail: HealthCheck['detail'] = {}): Finding => ({ state: 'ok', error: null, detail })

export async function checkHealth(
  context: CoreContext,
  gateways: Gateways,
  { askGateways }: { askGateways: boolean },
): Promise<HealthCheck[]> {
  const checks: HealthCheck[] = []
  const add = async (
    name: HealthCheck['name'],
    subject: string | null,
    check: () => Promise<Finding>,
  ): Promise<void> => {
    const finding = await check().catch((error: unknown): Finding => ({
      state: 'failed',
      error: toWireError(error),
      detail: {},
    }))
    checks.push({ name, subject, ...finding })
  }
  await add('database', null, () => checkDatabase(context.db))
  await add('disk', null, () => checkDisk(context.dataDir))
  await add('keychain', null, () => checkKeychain(context))
  await add('clock', null, () => checkClock(context))
  await add('backup', null, () => checkBackups(context))
  if (folderCopies(context) !== null) await add('copies', null, () => checkCopies(context))
  for (const account of listAccounts(context.db)) {
    const { sandbox } = describeGateway(gateways, account.gateway)
    await add('gateway', account.name, async () => {
      if (!askGateways || sandbox) return { state: 'skipped', error: null, detail: {} }
      const test = await testAccount(context, gateways, account.id)
      const detail = balanceOf(test.balance)
      if (!test.ok) return { state: 'failed', error: test.error, detail }
      // nothing can be asked of this gateway without sending
      return test.checked
        ? ok(detail)
        : { state: 'skipped', error: wireError('not_offered', { gateway: account.gateway }), detail }
    })
  }
  return checks
}

function balanceOf(view: BalanceView | null): HealthCheck['detail'] {
  const balance = view?.balance ?? null
  return balance === null ? {} : { balance, unit: view?.unit ?? '' }
}

/** Table by table, so that a big database does not hold up everything else for as long as all of it takes. */
async function checkDatabase(db: Db): Promise<Finding> {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
    .pluck()
    .all() as string[]
  for (const table of tables) {
    const [first] = db.pragma(`quick_check('${table.replaceAll("'", "''")}')`) as { quick_check: string }[]
    if (first?.quick_check !== 'ok') {
      return { state: 'failed', error: wireError('database_damaged', { path: databaseFileName }), detail: { table } }
    }
    await yieldToEventLoop()
  }
  return ok({ tables: tables.length })
}

async function checkDisk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir)
  const freeBytes = bavail * bsize
  if (freeBytes >= scarceBytes) return ok({ freeBytes })
  return {
    state: freeBytes < tooFewBytes ? 'failed' : 'warning',
    error: wireError('disk_full', { path: dataDir }),
    detail: { freeBytes },
  }
}

async function checkKeychain({ secrets }: CoreContext): Promise<Finding> {
  const state = await secrets.probe()
  if (state === 'ok') return ok()
  // a warning: credentials can come from the environment, and everything else works
  return {
    state: 'warning',
    error: wireError(state === 'locked' ? 'keychain_locked' : 'keychain_unavailable'),
    detail: {},
  }
}

/** A clock behind what was already written down is wrong, or was; so is one whose zone is not known. */
async function checkClock({ db, clock }: CoreContext): Promise<Finding> {
  const now = clock.now()
  const lastAt = (db.prepare('SELECT max(at) FROM audit_entry').pluck().get() as number | null) ?? 0
  await Promise.resolve()
  const detail = { now, lastAt }
  const zone = unknownZone(process.env.TZ, now)
  if (zone !== null) return { state: 'warning', error: wireError('zone_unknown', { zone }), detail }
  return now < firstReleaseAt || lastAt > now + dayMs ? { state: 'warning', error: null, detail } : ok(detail)
}

async function checkBackups({ dataDir, clock }: CoreContext): Promise<Finding> {
  const [newest] = listBackups(dataDir)
  await Promise.resolve()
  if (newest === undefined) return { state: 'warning', error: null, detail: { backups: 0 } }
  const detail = { at: newest.at, bytes: newest.bytes }
  return clock.now() - newest.at > oldBackupMs ? { state: 'warning', error: null, detail } : ok(detail)
}

/** Of the folder that a person chose: a warning where it cannot take a copy, has none yet, or an old one. */
async function checkCopies(context: CoreContext): Promise<Finding> {
  const copies = folderCopies(context)
  await Promise.resolve()
  if (copies === null) return { state: 'skipped', error: null, detail: {} }
  const { problem, last } = copies
  const detail = { copies: copies.copies.length, ...(last === null ? {} : { at: last.at }) }
  const isOld = last === null || context.clock.now() - last.at > oldBackupMs
  return problem !== null || isOld ? { state: 'warning', error: problem, detail } : ok(detail)
}
