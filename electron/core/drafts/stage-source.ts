/**
 * Writes a source's rows under a source that does not count yet, in short transactions, so that other writers and the event
 * loop never wait long; then makes them all count in one. A failure, a cancellation or a crash leaves nothing that counts.
 */
import { noSecondNumbers } from '@shared/contract/recipients'
import type { RowCells } from '@shared/domain/cell-value'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { readDraft, saveColumns, touchDraft, type Draft } from '../storage/draft'
import {
  handOverNumbers,
  insertRecipients,
  lineOfNumber,
  purgeRecipients,
  type NewRecipient,
} from '../storage/recipient'
import {
  deleteSource,
  insertSource,
  placeSource,
  publishSource,
  readySources,
  retireSource,
  saveReading,
  touchSource,
  type SourceOrigin,
  type SourceReading,
  type StoredSource,
} from '../storage/recipient-source'
import type { ClassifiedRow } from '../recipients/classify/classify-rows'
import type { SourceFindings } from '../recipients/opened-source'
import { yieldToEventLoop } from '../yield-to-event-loop'

/** A row as its source says it is; numbers that other sources have are found here. */
export type StagedRow = NewRecipient

/** @param cells the row's, in the order of the draft's columns */
export function stagedRow(row: ClassifiedRow, { values, typed }: RowCells): StagedRow {
  const { line, status, phone, raw, written, name, reason, duplicateOf, migratedFrom, suggestion, readings } = row
  return {
    line,
    status,
    phone,
    rawPhone: raw,
    written,
    name,
    values,
    typed,
    reason,
    duplicateOf,
    migratedFrom,
    suggestion,
    readings,
  }
}

export interface Staging {
  readonly draft: Draft
  readonly kind: StoredSource['kind']
  readonly reading: Omit<SourceReading, keyof SourceFindings>
  readonly origin: SourceOrigin | null
  /** The draft's headings with those of this source. */
  readonly columns: readonly string[]
  /** The source whose place this one takes, null where it is added. */
  readonly replaced: StoredSource | null
  readonly rows: AsyncIterable<readonly StagedRow[]>
  /** Asked for once all rows were read. */
  readonly findings: () => SourceFindings
  readonly signal?: AbortSignal | undefined
  /** Runs in the transaction that makes the rows count, with the new source's id. */
  readonly onPublish?: ((source: number) => void) | undefined
}

/** Before the rows were read. */
const nothingFound: SourceFindings = {
  notices: [],
  readings: [],
  where: [],
  dated: null,
  filtered: 0,
  filteredRows: { columns: [], rows: [] },
  second: noSecondNumbers,
}
/** From so many rows on a transaction is worth its price; it takes a few milliseconds. */
const writeStep = 500
const purgeStep = 1000
const handOverStep = 500

/** Returns the id of the new source. Throws what reading throws; AppError cancelled, campaign_state, campaign_busy. */
export async function stageSource(context: CoreContext, staging: Staging): Promise<number> {
  const { db, clock } = context
  const { draft, kind, reading, origin, replaced } = staging
  const others = readySources(db, draft.id).filter(({ id }) => id !== replaced?.id)
  const source = db
    .transaction(() => {
      readDraft(db, draft.id)
      return insertSource(db, {
        campaignId: draft.id,
        kind,
        reading: { ...reading, ...nothingFound },
        origin,
        now: clock.now(),
      })
    })
    .immediate()
  try {
    await writeRows(context, staging, { source, othersHold: others.some(({ rows }) => rows > 0) })
    if (replaced !== null && others.length > 0) await handOver(context, draft.id, replaced.id, staging.signal)
    db.transaction(() => {
      touchDraft(db, draft.id, clock.now())
      assertSameSources(readySources(db, draft.id), replaced === null ? others : [...others, replaced])
      if (replaced !== null) {
        retireSource(db, replaced.id, clock.now())
        placeSource(db, source, replaced.position)
      }
      saveReading(db, source, { ...reading, ...staging.findings() })
      publishSource(db, source, clock.now())
      saveColumns(db, draft.id, staging.columns)
      staging.onPublish?.(source)
    }).immediate()
  } catch (error) {
    // what cannot be removed now (a full disk) counts for nothing and is swept at the next start
    await purgeSource(context, source).catch((failure: unknown) =>
      context.log.warn('staged rows left', { error: String(failure) }),
    )
    throw error
  }
  if (replaced !== null) await purgeSource(context, replaced.id)
  return source
}

async function writeRows(
  context: CoreContext,
  staging: Staging,
  target: { source: number; othersHold: boolean },
): Promise<void> {
  const { db, clock } = context
  const { source, othersHold } = target
  const campaignId = staging.draft.id
  const replaced = staging.replaced?.id ?? 0
  const judged = (row: StagedRow): StagedRow => {
    if (!othersHold || row.status !== 'valid' || row.phone === null) return row
    const line = lineOfNumber(db, { campaignId, phone: row.phone, replaced })
    return line === null ? row : { ...row, status: 'duplicate', duplicateOf: line }
  }
  const write = db.transaction((rows: readonly StagedRow[]) => {
    touchSource(db, source, clock.now())
    insertRecipients(db, { source, campaignId }, rows.map(judged))
  })
  let waiting: StagedRow[] = []
  for await (const rows of staging.rows) {
    waiting.push(...rows)
    if (waiting.length >= writeStep) {
      write.immediate(waiting)
      waiting = []
    }
    await yieldToEventLoop(staging.signal)
  }
  if (waiting.length > 0) write.immediate(waiting)
}

/** Numbers of a source that goes become valid in the sources that stay; right after every step. */
async function handOver(context: CoreContext, campaignId: number, source: number, signal?: AbortSignal): Promise<void> {
  const { db, clock } = context
  const step = db.transaction((after: number) => {
    touchDraft(db, campaignId, clock.now())
    return handOverNumbers(db, { campaignId, source, after, limit: handOverStep })
  })
  for (let after: number | null = 0; after !== null;) {
    after = step.immediate(after)
    await yieldToEventLoop(signal)
  }
}

/** Another process that added or removed a source meanwhile makes our duplicates wrong. */
function assertSameSources(now: readonly StoredSource[], before: readonly StoredSource[]): void {
  const ids = (sources: readonly StoredSource[]): string =>
    sources
      .map(({ id }) => id)
      .sort((left, right) => left - right)
      .join()
  if (ids(now) !== ids(before)) throw new AppError('campaign_busy')
}

/** Takes a source out of the draft: what its numbers hid in other sources becomes valid. */
export async function retireStagedSource(
  context: CoreContext,
  draft: Draft,
  source: StoredSource,
  onRetire: () => void,
): Promise<void> {
  const { db, clock } = context
  const others = readySources(db, draft.id).filter(({ id }) => id !== source.id)
  if (others.length > 0) await handOver(context, draft.id, source.id)
  db.transaction(() => {
    touchDraft(db, draft.id, clock.now())
    assertSameSources(readySources(db, draft.id), [...others, source])
    retireSource(db, source.id, clock.now())
    if (others.length === 0) saveColumns(db, draft.id, [])
    onRetire()
  }).immediate()
  await purgeSource(context, source.id)
}

/** Removes the rows of a source that does not count, then the source. */
export async function purgeSource(context: CoreContext, source: number): Promise<void> {
  while (purgeRecipients(context.db, source, purgeStep) > 0) await yieldToEventLoop()
  deleteSource(context.db, source)
}
