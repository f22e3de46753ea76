/**
 * Backups of 1,000,000 messages: made, encrypted, looked into, restored, a person erased from one. For each its time, the most memory that
 * the process held, and how long it kept the event loop.
 * Run: npx vitest run --config test/bench/vitest.config.ts backups
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backupHandlers } from '@core/backup/backup'
import { createFolderCopying } from '@core/backup/copy-handlers'
import { backUpIfDue } from '@core/backup/create-backup'
import { erasePerson } from '@core/contacts/erase'
import { openDatabase } from '@core/storage/open'
import { createTestContext, testNow, type TestContext } from '../helpers/core-context'
import { fillHistory } from '../helpers/fill-history'
import { watchLoop } from './loop-watch'

const messages = Number(process.env.GRIOT_BENCH_MESSAGES ?? 1_000_000)
const passphrase = 'quatre mots sans rapport'
const dataDir = process.env.GRIOT_BENCH_DIR ?? mkdtempSync(join(tmpdir(), 'griot-bench-'))
const out = join(dataDir, 'out')
let context: TestContext
let handlers: ReturnType<typeof backupHandlers>

beforeAll(() => {
  const db = openDatabase({ dataDir, now: testNow })
  const held = db.prepare('SELECT count(*) FROM message').pluck().get() as number
  if (held < messages) fillHistory(db, { messages: messages - held, now: testNow })
  db.close()
  context = createTestContext({ dataDir })
  handlers = backupHandlers(context)
}, 1_200_000)
afterAll(() => {
  context.close()
  if (process.env.GRIOT_BENCH_DIR === undefined) rmSync(dataDir, { recursive: true, force: true })
})

async function measured<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const endLoop = watchLoop()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
  const before = process.memoryUsage.rss()
  const started = performance.now()
  const processor = process.cpuUsage()
  try {
    return await work()
  } finally {
    const seconds = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(processor)
    clearInterval(watch)
    const loop = endLoop()
    const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
    console.log(
      `${name}: ${seconds.toFixed(1)} s (processor ${((user + system) / 1e6).toFixed(1)} s), memory ${mb(before)} → ${mb(most)}, ` +
        `turn of the loop p99 ${loop.turnP99} ms, max ${loop.turnMax} ms`,
    )
  }
}
const size = (path: string): string => `${Math.round(statSync(path).size / 1e6)} MB`

it('backs up, encrypts, looks, erases and restores', { timeout: 3_600_000 }, async () => {
  const plain = join(out, 'copy.sqlite')
  const sealed = join(out, 'copy.sqlite.age')
  await measured('backup', () => handlers['backup.create']({ path: plain }))
  await measured('encrypted backup', () => handlers['backup.create']({ path: sealed, passphrase }))
  console.log(`sizes: ${size(plain)}, encrypted ${size(sealed)}`)
  const looked = await measured('looking into the encrypted one', () =>
    handlers['backup.inspect']({ path: sealed, passphrase }),
  )
  expect(looked.contents?.messages).toBe(messages)
  await measured('restoring it, opened', () => handlers['backup.restore']({ path: sealed }))
  expect(context.db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(messages)
  await backUpIfDue(context)
  const phone = context.db.prepare('SELECT phone FROM message WHERE id = 777').pluck().get() as string
  await measured('erasing a person', () => erasePerson(context, phone))
  const copying = createFolderCopying(context).handlers
  const told = await measured('erasing them from two files', () => copying['backup.erase']({ jobId: 'erase' }))
  expect(told.rewritten).toBe(2)
})
