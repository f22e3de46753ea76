/**
 * A campaign of many recipients from file to start: reading, bill, planning, starting; how long each takes and how long it
 * holds the event loop. And the texts alone (render, segments) against LiquidJS on a pre-parsed template.
 * `npx node test/bench/planning.mjs [recipients]`
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import { watchLoop } from './loop-watch'
import { automaticReading } from '@shared/contract/recipients'

const recipients = Number(process.argv[2] ?? 100_000)
const dataDir = mkdtempSync(join(tmpdir(), 'griot-bench-'))

/** Runs one step alone and says what it cost. */
async function measured<Result>(step: () => Promise<Result>): Promise<[Result, Record<string, number>]> {
  const endWatch = watchLoop()
  const started = performance.now()
  const processor = process.cpuUsage()
  const result = await step()
  const { user, system } = process.cpuUsage(processor)
  const milliseconds = Math.round(performance.now() - started)
  return [result, { milliseconds, cpuMilliseconds: Math.round((user + system) / 1000), ...endWatch() }]
}

try {
  const path = join(dataDir, 'recipients.csv')
  const line = (_: unknown, index: number) =>
    `Client ${index};Diallo ${index % 977};+2376${70_000_000 + index};${1000 + (index % 9000)};${(index % 28) + 1}/12`
  writeFileSync(path, ['Prénom;Nom;Téléphone;Montant;Échéance', ...Array.from({ length: recipients }, line)].join('\n'))
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
  const { handlers } = core
  const account = await handlers['accounts.save']({
    name: 'bench',
    gateway: 'kingsmspro',
    baseUrl: 'http://127.0.0.1:9',
    sender: 'BOUTIQUE',
    country: 'CM',
    currency: 'XAF',
    price: '15',
    maxRate: null,
    concurrency: null,
    alertBelow: null,
    callbackUrl: null,
    usesKeychain: false,
  })
  const { id } = await handlers['drafts.create']({ name: 'bench' })
  const template = 'Bonjour {{ Prénom }} {{ Nom | upper }}, votre échéance de {{ Montant }} FCFA est le {{ Échéance }}.'
  await handlers['drafts.save']({ id, patch: { accountId: account.id, country: 'CM', template } })
  const [, reading] = await measured(() =>
    handlers['drafts.addSource']({
      id,
      source: { kind: 'file', path, options: automaticReading },
      mapping: null,
      jobId: 'bench',
    }),
  )
  const [, bill] = await measured(() => handlers['drafts.bill']({ id, jobId: 'bill', askBalance: false }))
  // every text holds characters that cost: what each alone would save is measured too
  await handlers['drafts.save']({
    id,
    patch: { template: template.replace('votre échéance', 'ça fait, à l’échéance,') },
  })
  const [, costlyBill] = await measured(() => handlers['drafts.bill']({ id, jobId: 'bill', askBalance: false }))
  await handlers['drafts.save']({ id, patch: { template: template.replace('votre', 'reçu : votre') } })
  const [, oneCostlyBill] = await measured(() => handlers['drafts.bill']({ id, jobId: 'bill', askBalance: false }))
  const [, planning] = await measured(() =>
    handlers['drafts.schedule']({
      id,
      confirmedRecipients: recipients,
      at: Date.now() + 86_400_000,
      recurrence: null,
      timeZone: 'Africa/Douala',
    }),
  )
  await core.close()
  console.table({ reading, bill, costlyBill, oneCostlyBill, planning })
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
