/**
 * Brings valid rows of a source into contacts or opt-outs: all or nothing, in transactions of a few milliseconds, so that
 * the window answers and campaigns go on while a million rows come in.
 */
import type { ImportResult } from '@shared/contract/contacts'
import type { ColumnMapping, RowProblem, SourceInput, SourceView } from '@shared/contract/recipients'
import type { CoreContext } from '../context'
import { breathe } from '../drafts/breathe'
import { openRecipients, type OpenedSource } from '../drafts/read-source'
import type { ClassifiedRow } from '../recipients/classify'
import { groupByName, saveGroup } from '../storage/contact-group'
import {
  addWaiting,
  beginImport,
  commitImport,
  dropWaiting,
  endImport,
  moveWaiting,
  moveWaitingOptOuts,
  openImports,
  type ImportTarget,
  type Moved,
  type OpenImport,
} from '../storage/contact-import'
import { rememberMapping } from '../storage/column-mapping'
import { searchTextOf } from '../storage/fold-text'
import { exportLanguage } from '../exports/export-language'
import { Rejects } from './rejects'

/** Rows per transaction. A batch of a source is at most 500. */
const movedAtOnce = 500
const droppedAtOnce = 5000
const listedProblems = 1000

export interface ImportRequest extends ImportTarget {
  readonly source: SourceInput
  readonly mapping: ColumnMapping | null
  readonly country: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined
  /** Where rows that cannot be used are written; null: nowhere. */
  readonly rejectsPath?: string | null
}

/** Throws what reading throws; AppError cancelled. Nothing is kept then. */
export async function importRows(context: CoreContext, request: ImportRequest): Promise<ImportResult> {
  const { db, clock } = context
  const { signal } = request
  const opened = await openRecipients(context, request.source, request)
  const counts = new SourceCounts(opened)
  const language = exportLanguage(context.settings())
  const { columns } = opened.reading
  const rejects =
    request.rejectsPath === undefined || request.rejectsPath === null
      ? null
      : await Rejects.open(request.rejectsPath, { columns, language })
  const importId = beginImport(db, request, { processId: process.pid, now: clock.now() })
  try {
    const pick = fieldPicker(opened)
    for await (const rows of opened.rows({
      country: request.country,
      migrate: true,
      signal,
      onProgress: request.onProgress,
    })) {
      db.transaction(() => {
        for (const row of rows) {
          if (row.status === 'valid' && row.phone !== null) addWaiting(db, importId, pick(row, row.phone))
        }
      }).immediate()
      for (const row of rows) counts.add(row)
      await rejects?.write(rows)
      await breathe(signal)
    }
    await rejects?.commit()
    commitImport(db, importId)
  } catch (error) {
    await rejects?.abandon()
    await dropImport(context, importId)
    throw error
  }
  const moved = await finishImport(context, { ...request, id: importId })
  if (opened.shape !== null && request.mapping !== null) rememberMapping(db, opened.shape, request.mapping, clock.now())
  const { added, updated, optedOut } = moved
  const { rows, valid, invalid, duplicate, migrated } = counts.view
  return {
    rows,
    valid,
    invalid,
    duplicate,
    migrated,
    added,
    updated,
    unchanged: valid - added - updated,
    optedOut,
    source: counts.view,
  }
}

/** Everything but the writing: what `importRows` would make of the source. */
export async function inspectRows(
  context: CoreContext,
  request: Pick<ImportRequest, 'source' | 'country' | 'signal'>,
): Promise<SourceView> {
  const opened = await openRecipients(context, request.source, { ...request, mapping: null })
  const counts = new SourceCounts(opened)
  for await (const rows of opened.rows({ country: request.country, migrate: true, signal: request.signal })) {
    for (const row of rows) counts.add(row)
    await breathe(request.signal)
  }
  return counts.view
}

/** Finishes what was committed and sweeps what was not, of processes that are gone. Call at start. */
export async function recoverImports(context: CoreContext, isAlive: (processId: number) => boolean): Promise<void> {
  for (const left of openImports(context.db)) {
    if (left.processId !== process.pid && isAlive(left.processId)) continue
    if (left.committed) await finishImport(context, left)
    else await dropImport(context, left.id)
  }
}

async function finishImport(context: CoreContext, work: Omit<OpenImport, 'committed' | 'processId'>): Promise<Moved> {
  const { db, clock } = context
  const groupId =
    work.groupName === null
      ? null
      : (groupByName(db, work.groupName)?.id ?? saveGroup(db, { name: work.groupName }, clock.now()))
  const sums = { rows: 0, added: 0, updated: 0, optedOut: 0 }
  for (;;) {
    const options = { groupId, reason: work.reason, now: clock.now(), limit: movedAtOnce }
    const moved = db
      .transaction(() =>
        work.target === 'contacts' ? moveWaiting(db, work.id, options) : moveWaitingOptOuts(db, work.id, options),
      )
      .immediate()
    if (moved.rows === 0) break
    for (const key of ['rows', 'added', 'updated', 'optedOut'] as const) sums[key] += moved[key]
    await breathe()
  }
  endImport(db, work.id)
  return sums
}

async function dropImport(context: CoreContext, importId: number): Promise<void> {
  while (dropWaiting(context.db, importId, droppedAtOnce) > 0) await breathe()
  endImport(context.db, importId)
}

/** A row as it waits: every column but the number is a field, under its heading. */
function fieldPicker(
  opened: OpenedSource,
): (row: ClassifiedRow, phone: string) => { phone: string; name: string; fields: string; search: string } {
  const { columns, mapping } = opened.reading
  // a name put together from two columns keeps both, for texts that greet by first name
  const taken = new Set([mapping?.phone, ...((mapping?.firstName ?? null) === null ? [mapping?.name] : [])])
  const own = columns
    .map((heading, index) => ({ heading: JSON.stringify(heading), index }))
    .filter(({ index }) => !taken.has(index))
  return (row, phone) => {
    const values: string[] = []
    let fields = ''
    for (const { heading, index } of own) {
      const value = row.values[index]?.trim() ?? ''
      if (value === '') continue
      values.push(value)
      fields += `${fields === '' ? '' : ','}${heading}:${JSON.stringify(value)}`
    }
    const name = (row.name ?? '').slice(0, 200)
    return { phone, name, fields: `{${fields}}`, search: searchTextOf({ name, phone, values }) }
  }
}

/** Counts rows as they pass: rows = valid + invalid + duplicate. */
class SourceCounts {
  readonly #opened: OpenedSource
  readonly #problems: RowProblem[] = []
  #counts = { rows: 0, valid: 0, invalid: 0, duplicate: 0, migrated: 0, migratable: 0 }

  constructor(opened: OpenedSource) {
    this.#opened = opened
  }

  add(row: ClassifiedRow): void {
    const counts = this.#counts
    counts.rows += 1
    counts[row.status] += 1
    if (row.status === 'valid' && row.migratedFrom !== null) counts.migrated += 1
    if (row.reason === null) return
    if (row.suggestion !== null) counts.migratable += 1
    if (this.#problems.length >= listedProblems) return
    const { columns, mapping } = this.#opened.reading
    this.#problems.push({
      line: row.line,
      column: columns[mapping?.phone ?? 0] ?? '',
      value: row.raw.slice(0, 200),
      reason: row.reason,
      suggestion: row.suggestion,
    })
  }

  get view(): SourceView {
    return { kind: this.#opened.kind, ...this.#opened.reading, ...this.#counts, problems: this.#problems }
  }
}
