/**
 * Reads a file of people into a draft and bills it; prints the processor time of both: `csv|xlsx plain|chosen ROWS`. Used by
 * choosing.mjs, which runs it with an earlier version too: it asks for nothing that version lacks where the way is `plain`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import * as contract from '@shared/contract/recipients'
import { makeZip, workbookParts } from '../helpers/make-workbook'

const [kind = 'csv', way = 'plain', count = '100000'] = process.argv.slice(2)
const rows = Number(count)
/** Every tenth number is that of the row before: two children of one parent. */
const phone = (index: number): number => 670_000_000 + (index % 10 === 9 ? index - 1 : index)
const amount = (index: number): number => 1000 + (index % 9000) * 5
const day = (index: number): number => 46_023 + (index % 300)
/** Versions before the choices of reading know fewer of them. */
const fewOptions = { encoding: null, delimiter: null, hasHeader: null, sheet: null }
const options = 'automaticReading' in contract ? contract.automaticReading : (fewOptions as never)

function csv(): string {
  const line = (_: unknown, index: number): string =>
    `Élève ${index};CM${(index % 2) + 1};${phone(index)};${amount(index)} FCFA;${String((index % 28) + 1).padStart(2, '0')}/12/2026`
  return ['Élève;Classe;Téléphone;Solde;Échéance', ...Array.from({ length: rows }, line)].join('\n')
}

function xlsx(): Buffer {
  const number = (value: number, style: number): string => `<c s="${style}"><v>${value}</v></c>`
  const people = Array.from({ length: rows }, (_, index) => [
    `Élève ${index}`,
    `CM${(index % 2) + 1}`,
    number(phone(index), 0),
    number(amount(index), 0),
    number(day(index), 1),
  ])
  return makeZip(
    workbookParts([{ name: 'Feuil1', rows: [['Élève', 'Classe', 'Téléphone', 'Solde', 'Échéance'], ...people] }]),
  )
}

async function processorTime(step: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await step()
  const { user, system } = process.cpuUsage(start)
  return Math.round((user + system) / 1000)
}

const dataDir = mkdtempSync(join(tmpdir(), 'griot-bench-'))
try {
  const path = join(dataDir, `people.${kind}`)
  writeFileSync(path, kind === 'csv' ? csv() : xlsx())
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
  const template = 'Bonjour, le solde de {{ Élève }} ({{ Classe }}) est de {{ Solde }}, à régler le {{ Échéance }}.'
  const isChosen = way === 'chosen'
  await handlers['drafts.save']({
    id,
    patch: { accountId: account.id, country: 'CM', template, ...(isChosen && { sameNumber: 'join' as const }) },
  })
  const source = {
    kind: 'file' as const,
    path,
    options,
    ...(isChosen && { where: ['Solde > 0', 'Classe is not empty'] }),
  }
  const reading = await processorTime(() => handlers['drafts.addSource']({ id, source, mapping: null, jobId: 'read' }))
  let recipients = 0
  const bill = await processorTime(async () => {
    const made = await handlers['drafts.bill']({ id, jobId: 'bill', askBalance: false })
    ;({ recipients } = made)
  })
  await core.close()
  process.stdout.write(JSON.stringify({ reading, bill, recipients }))
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
