/**
 * What the gateways remember, beside what Griot remembers: archives by date and page, compared with history, exported.
 * Reading an archive never changes history.
 */
import type { ArchiveComparison, ArchiveRow } from '@shared/contract/gateway-side'
import { idCell, phoneCell } from '@shared/domain/spreadsheet-cell'
import { AppError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import { describeGateway, type Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { exportLanguage, exportTime } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import type { Job } from '../jobs'
import type { ArchiveEntry, ArchivePage } from '../providers/provider'
import { accountById } from '../storage/account'
import { acceptedBetween, matchEntry } from '../storage/archive-match'
import { appendAudit } from '../storage/audit'

type ArchiveRequest = 'archive.page' | 'archive.compare' | 'archive.export'
interface Range {
  readonly accountId: number
  readonly from: string
  readonly to: string
}

const listedAtMost = 1000
const sliceSize = 500
const dayMs = 24 * 60 * 60 * 1000
/** A gateway that never stops giving pages ends here. */
const mostPages = 100_000
const headings = {
  fr: [
    'Référence',
    'Numéro',
    'Nom',
    'Texte',
    'Expéditeur',
    'Statut',
    'Segments',
    'Créé le',
    'Envoyé le',
    'Dans l’historique',
  ],
  en: ['Reference', 'Number', 'Name', 'Text', 'Sender', 'Status', 'Segments', 'Created at', 'Sent at', 'In history'],
} as const
const yes = { fr: 'oui', en: 'yes' } as const

export function archiveHandlers(context: CoreContext, gateways: Gateways): Pick<CoreHandlers, ArchiveRequest> {
  const { db, clock, actor, jobs } = context
  return {
    'archive.page': async ({ cursor, ...range }) => {
      const reader = await openArchive(context, gateways, range)
      const { entries, nextCursor } = await reader(cursor)
      const taken = new Set<number>()
      return {
        rows: entries.map((entry) => rowOf(entry, matchEntry(db, range.accountId, keyOf(entry), taken))),
        nextCursor,
      }
    },

    'archive.compare': ({ jobId, ...range }) =>
      jobs.run(jobId, async (job) => {
        const comparison = await compare(context, gateways, { range, job })
        const { foundCount: found, missingCount, onlyThereCount } = comparison
        appendAudit(db, {
          at: clock.now(),
          actor,
          action: 'archive.compare',
          subject: accountById(db, range.accountId).name,
          detail: { from: range.from, to: range.to, found, missing: missingCount, onlyThere: onlyThereCount },
        })
        return comparison
      }),

    'archive.export': ({ jobId, path, ...range }) =>
      jobs.run(jobId, async (job) => {
        const language = exportLanguage(context.settings())
        const taken = new Set<number>()
        const rows = async function* (): AsyncGenerator<readonly string[]> {
          for await (const entries of pagesOf(context, gateways, { range, job })) {
            for (const entry of entries) {
              const inHistory = matchEntry(db, range.accountId, keyOf(entry), taken) !== null
              yield [
                idCell(entry.gatewayMessageId ?? ''),
                entry.phone.startsWith('+') ? phoneCell(entry.phone) : entry.phone,
                entry.contactName ?? '',
                entry.text ?? '',
                entry.sender ?? '',
                entry.status ?? '',
                entry.segments === null ? '' : String(entry.segments),
                exportTime(entry.createdAt),
                exportTime(entry.sentAt),
                inHistory ? yes[language] : '',
              ]
            }
          }
        }
        const written = await writeCsv(path, { columns: headings[language], rows: rows(), signal: job.signal })
        const subject = accountById(db, range.accountId).name
        appendAudit(db, { at: clock.now(), actor, action: 'archive.export', subject, detail: { rows: written } })
        return written
      }),
  }
}

/** Throws AppError not_offered where the gateway keeps none, date_invalid, and what `gateway` throws. */
async function openArchive(
  context: CoreContext,
  gateways: Gateways,
  { accountId, from, to }: Range,
  signal?: AbortSignal,
): Promise<(cursor: string | null) => Promise<ArchivePage>> {
  const start = dayStart(from)
  if (dayStart(to) < start) throw new AppError('date_invalid', { date: to })
  const { name, abilities } = describeGateway(gateways, accountById(context.db, accountId).gateway)
  if (!abilities.archive) throw new AppError('not_offered', { gateway: name })
  const { provider, context: providerContext } = await context.gateway(accountId, signal)
  const { archive } = provider
  if (archive === undefined) throw new AppError('not_offered', { gateway: name })
  return (cursor) => archive(providerContext, { from, to, cursor })
}

async function* pagesOf(
  context: CoreContext,
  gateways: Gateways,
  { range, job }: { range: Range; job: Job },
): AsyncGenerator<readonly ArchiveEntry[]> {
  const reader = await openArchive(context, gateways, range, job.signal)
  let cursor: string | null = null
  let read = 0
  for (let page = 0; page < mostPages; page += 1) {
    const { entries, nextCursor }: ArchivePage = await reader(cursor)
    job.check()
    read += entries.length
    job.progress(read, null)
    yield entries
    // the same cursor again would be the same page again
    if (nextCursor === null || nextCursor === cursor) return
    cursor = nextCursor
  }
}

async function compare(
  context: CoreContext,
  gateways: Gateways,
  { range, job }: { range: Range; job: Job },
): Promise<ArchiveComparison> {
  const { db } = context
  const taken = new Set<number>()
  const found: ArchiveRow[] = []
  const onlyThere: ArchiveRow[] = []
  let onlyThereCount = 0
  for await (const entries of pagesOf(context, gateways, { range, job })) {
    for (const entry of entries) {
      const messageId = matchEntry(db, range.accountId, keyOf(entry), taken)
      if (messageId === null) onlyThereCount += 1
      const list = messageId === null ? onlyThere : found
      if (list.length < listedAtMost) list.push(rowOf(entry, messageId))
    }
    await yieldToEventLoop(job.signal)
  }
  const missing: ArchiveComparison['missing'][number][] = []
  let missingCount = 0
  const from = dayStart(range.from)
  const to = dayStart(range.to) + dayMs - 1
  for (let after: { at: number; id: number } | null = null; ;) {
    const slice = acceptedBetween(db, { accountId: range.accountId, from, to, after, limit: sliceSize })
    for (const message of slice) {
      after = { at: message.acceptedAt, id: message.messageId }
      if (taken.has(message.messageId)) continue
      missingCount += 1
      if (missing.length < listedAtMost) missing.push(message)
    }
    if (slice.length < sliceSize) break
    await yieldToEventLoop(job.signal)
  }
  return { found, foundCount: taken.size, missing, missingCount, onlyThere, onlyThereCount }
}

/** Days are UTC, as the gateways' (Abidjan, Lomé) are read. */
function dayStart(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) throw new AppError('date_invalid', { date: day })
  return at
}

function keyOf(entry: ArchiveEntry): {
  gatewayMessageId: string | null
  phone: string
  text: string | null
  at: number | null
} {
  return {
    gatewayMessageId: entry.gatewayMessageId,
    phone: entry.phone,
    text: entry.text,
    at: entry.sentAt ?? entry.createdAt,
  }
}

function rowOf(entry: ArchiveEntry, messageId: number | null): ArchiveRow {
  return { ...entry, messageId }
}
