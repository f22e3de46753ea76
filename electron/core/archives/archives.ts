/**
 * What the gateways remember, beside what Griot remembers: archives by date and page, compared with history, exported.
 * Reading an archive never changes history.
 */
import type { ArchiveComparison, ArchivePageView, ArchiveReadingEnd, ArchiveRow } from '@shared/contract/gateway-side'
import { idCell, phoneCell } from '@shared/domain/spreadsheet-cell'
import { AppError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import { describeGateway, type Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { exportLanguage, exportTime } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import type { Job } from '../jobs'
import type { ArchiveEntry } from '../providers/provider'
import { accountById, type StoredAccount } from '../storage/account'
import { acceptedBetween, type AcceptedMessage } from '../storage/archived-message'
import { appendAudit } from '../storage/audit'
import { matchHistory } from './match-history'
import { openReading, type ArchiveReading } from './read-archive'

type ArchiveRequest = 'archive.page' | 'archive.compare' | 'archive.export'
interface Range {
  readonly accountId: number
  readonly from: string
  readonly to: string
}

const listedAtMost = 1000
const sliceSize = 500
const dayMs = 24 * 60 * 60 * 1000
/** Readings that lists in the window or a command go on with; the one opened longest ago is closed first. */
const mostOpenReadings = 8
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
  const lists = new Map<string, ArchiveList>()
  let opened = 0
  return {
    /** The cursor is `list:page`: the page after those already given, or the last one again. Throws archive_closed. */
    'archive.page': async ({ cursor, ...range }) => {
      const key = cursor?.split(':')[0] ?? String((opened += 1))
      const list =
        cursor === null ? createList(context, key, await openArchive(context, gateways, range)) : lists.get(key)
      if (list === undefined) throw new AppError('archive_closed')
      lists.set(key, list)
      for (const old of lists.keys()) if (lists.size > mostOpenReadings) lists.delete(old)
      return list.page(Number(cursor?.split(':')[1] ?? 0))
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
        const { account, reading } = await openArchive(context, gateways, range, job.signal)
        const rows = async function* (): AsyncGenerator<readonly string[]> {
          for await (const entries of pagesOf(reading, job)) {
            const known = matchHistory(db, account, entries, taken)
            for (const entry of entries) {
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
                known.has(entry) ? yes[language] : '',
              ]
            }
          }
        }
        const written = await writeCsv(path, { columns: headings[language], rows: rows(), signal: job.signal })
        const subject = accountById(db, range.accountId).name
        appendAudit(db, { at: clock.now(), actor, action: 'archive.export', subject, detail: { rows: written } })
        return { rows: written, end: endOf(reading) }
      }),
  }
}

interface OpenArchive {
  readonly account: StoredAccount
  readonly reading: ArchiveReading
}

/** Throws AppError not_offered where the gateway keeps none, date_invalid, and what `gateway` throws. */
async function openArchive(
  context: CoreContext,
  gateways: Gateways,
  { accountId, from, to }: Range,
  signal?: AbortSignal,
): Promise<OpenArchive> {
  const start = dayStart(from)
  if (dayStart(to) < start) throw new AppError('date_invalid', { date: to })
  const { name, abilities } = describeGateway(gateways, accountById(context.db, accountId).gateway)
  if (!abilities.archive) throw new AppError('not_offered', { gateway: name })
  const { account, provider, context: providerContext } = await context.gateway(accountId, signal)
  const { archive } = provider
  if (archive === undefined) throw new AppError('not_offered', { gateway: name })
  const read = (cursor: string | null) => archive(providerContext, { from, to, cursor })
  return { account, reading: openReading(read, { clock: context.clock, signal }) }
}

/** A reading that a person goes on with. */
interface ArchiveList {
  page(number: number): Promise<ArchivePageView>
}

function createList({ db }: CoreContext, key: string, { account, reading }: OpenArchive): ArchiveList {
  const taken = new Set<number>()
  let given = 0
  let last: Promise<ArchivePageView> | null = null
  const read = async (): Promise<ArchivePageView> => {
    const entries = (await reading.next()) ?? []
    const known = matchHistory(db, account, entries, taken)
    given += 1
    const rows = entries.map((entry) => rowOf(entry, known.get(entry) ?? null))
    return { rows, nextCursor: reading.end === null ? `${key}:${given}` : null, end: reading.end }
  }
  return {
    async page(number) {
      // one request after the other; after a failure the same page is read again
      const former = await last?.catch(() => null)
      if (former && number === given - 1) return former
      if (number !== given) throw new AppError('archive_closed')
      last = read()
      return last
    },
  }
}

async function* pagesOf(reading: ArchiveReading, job: Job): AsyncGenerator<readonly ArchiveEntry[]> {
  let read = 0
  for (let entries = await reading.next(); entries !== null; entries = await reading.next()) {
    job.check()
    read += entries.length
    job.progress(read, null)
    yield entries
    await yieldToEventLoop(job.signal)
  }
}

function endOf({ end }: ArchiveReading): ArchiveReadingEnd {
  if (end === null) throw new Error('The archive was not read to an end')
  return end
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
  const { account, reading } = await openArchive(context, gateways, range, job.signal)
  for await (const entries of pagesOf(reading, job)) {
    const known = matchHistory(db, account, entries, taken)
    for (const entry of entries) {
      const messageId = known.get(entry) ?? null
      if (messageId === null) onlyThereCount += 1
      const list = messageId === null ? onlyThere : found
      if (list.length < listedAtMost) list.push(rowOf(entry, messageId))
    }
  }
  const missing: ArchiveComparison['missing'][number][] = []
  let missingCount = 0
  const from = dayStart(range.from)
  const to = dayStart(range.to) + dayMs - 1
  for (let after: { at: number; id: number } | null = null; ;) {
    const slice: readonly AcceptedMessage[] = acceptedBetween(db, {
      accountId: range.accountId,
      from,
      to,
      after,
      limit: sliceSize,
    })
    for (const message of slice) {
      after = { at: message.acceptedAt, id: message.messageId }
      if (taken.has(message.messageId)) continue
      missingCount += 1
      if (missing.length < listedAtMost) missing.push(message)
    }
    if (slice.length < sliceSize) break
    await yieldToEventLoop(job.signal)
  }
  return { found, foundCount: taken.size, missing, missingCount, onlyThere, onlyThereCount, end: endOf(reading) }
}

/** Days are UTC, as the gateways' (Abidjan, Lomé) are read. */
function dayStart(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) throw new AppError('date_invalid', { date: day })
  return at
}

function rowOf(entry: ArchiveEntry, messageId: number | null): ArchiveRow {
  return { ...entry, messageId }
}
