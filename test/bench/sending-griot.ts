/**
 * Griot's whole core sending a campaign: claims, durable commits, requests, answers, progress, heartbeat.
 * `sending-griot.ts PORT one|batch MESSAGES [FOLDER] [watch]` prints one JSON line. `watch` measures the event loop too.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import { databaseFileName, openDatabase } from '@core/storage/open'
import { watchLoop } from './loop-watch'

const [port = '', mode = 'one', count = '20000', watch] = process.argv.slice(2)
const messages = Number(count)
const dataDir = mkdtempSync(join(tmpdir(), 'griot-bench-'))
const now = Date.now()

function fill(): number {
  const db = openDatabase({ dataDir, now })
  const gateway = mode === 'batch' ? 'devcodesms' : 'kingsmspro'
  const account = db
    .prepare(
      `INSERT INTO account (name, gateway, base_url, sender, country, currency, uses_keychain, created_at, updated_at)
       VALUES ('bench', ?, ?, 'GRIOT', 'CM', 'XAF', 0, ?, ?)`,
    )
    .run(gateway, `http://127.0.0.1:${port}`, now, now).lastInsertRowid
  const campaign = db
    .prepare(
      `INSERT INTO campaign (name, state, pause_reason, account_id, account_name, gateway, sender, template, country, concurrency, created_at, updated_at)
       VALUES ('bench', 'paused', 'person', ?, 'bench', ?, 'GRIOT', '', 'CM', 32, ?, ?)`,
    )
    .run(account, gateway, now, now).lastInsertRowid
  const insert = db.prepare(
    `INSERT INTO message (campaign_id, line, phone, name, text, encoding, segments, state, updated_at)
     VALUES (?, ?, ?, ?, ?, 'GSM-7', 1, 'pending', ?)`,
  )
  const step = 10_000
  for (let from = 0; from < messages; from += step) {
    db.transaction(() => {
      for (let index = from; index < Math.min(messages, from + step); index += 1) {
        const text = `Bonjour Client ${index}, votre facture de 25 000 FCFA est prête.`
        insert.run(campaign, index, `+2376${70_000_000 + index}`, `Client ${index}`, text, now)
      }
    }).immediate()
  }
  db.close()
  return Number(campaign)
}

try {
  const id = fill()
  const core = await createCore({
    dataDir,
    clock: systemClock,
    log: silentLog,
    actor: 'command_line',
    language: 'fr',
    version: '0.0.0',
    secrets: {
      read: () => Promise.resolve({ apiKey: 'key', clientId: '1' }),
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      probe: () => Promise.resolve('ok' as const),
    },
  })
  core.start()
  const memoryBefore = process.memoryUsage().rss
  const endWatch = watch === 'watch' ? watchLoop() : null
  const started = performance.now()
  const processor = process.cpuUsage()
  await core.handlers['campaigns.resume']({ id })
  await core.campaignEnded(id)
  const milliseconds = performance.now() - started
  const { user, system } = process.cpuUsage(processor)
  const loop = endWatch?.() ?? {}
  await core.close()
  const db = openDatabase({ dataDir, now })
  const accepted = db.prepare(`SELECT count(*) FROM message WHERE state = 'accepted'`).pluck().get() as number
  db.close()
  if (accepted !== messages)
    throw new Error(`${accepted} of ${messages} accepted in ${join(dataDir, databaseFileName)}`)
  console.log(
    JSON.stringify({
      perSecond: Math.round(messages / (milliseconds / 1000)),
      cpuMicroseconds: Math.round(((user + system) / messages) * 10) / 10,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      startMegabytes: Math.round(memoryBefore / 1048576),
      ...loop,
    }),
  )
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
