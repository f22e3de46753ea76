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
  openImportWriter,
  type ImportTarget,
  type Moved,
  type OpenImport,
} from '../storage/contact-import'
import { rememberMapping } from '../storage/column-mapping'
import { searchTextOf } from '../storage/fold-text'
import type { Db } from '../storage/open'
import { exportLanguage } from '../exports/export-language'
import { Rejects } from './rejects'

/** Rows per transaction. A batch of a source is at most 500. */
const movedAtOnce = 500
const droppedAtOnce = 2000
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
export function importRows(context: CoreContext, request: ImportRequest): Promise<ImportResult> {
  return withImportWriter(context, (writer) => importWith(context, writer, request))
}

async function withImportWriter<Result>(
  { dataDir }: CoreContext,
  work: (writer: Db) => Promise<Result>,
): Promise<Result> {
  const writer = openImportWriter(dataDir)
  try {
    return await work(writer)
  } finally {
    writer.close()
  }
}

async function importWith(context: CoreContext, writer: Db, request: ImportRequest): Promise<ImportResult> {
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
      writer
        .transaction(() => {
          for (const row of rows) {
            if (row.status === 'valid' && row.phone !== null) addWaiting(writer, importId, pick(row, row.phone))
          }
        })
        .immediate()
      for (const row of rows) counts.add(row)
      await rejects?.write(rows)
      await breathe(signal)
    }
    await rejects?.commit()
    commitImport(db, importId)
  } catch (error) {
    await rejects?.abandon()
    await dropImport(context, writer, importId)
    throw error
  }
  const moved = await finishImport(context, writer, { ...request, id: importId })
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
  const left = openImports(context.db).filter(({ processId }) => processId === process.pid || !isAlive(processId))
  if (left.length === 0) return
  await withImportWriter(context, async (writer) => {
    for (const work of left) {
      if (work.committed) await finishImport(context, writer, work)
      else await dropImport(context, writer, work.id)
    }
  })
}

/** Rows stay where they wait until all are moved: moving one again changes nothing. */
async function finishImport(
  context: CoreContext,
  writer: Db,
  work: Omit<OpenImport, 'committed' | 'processId'>,
): Promise<Omit<Moved, 'lastId'>> {
  const { db, clock } = context
  const groupId =
    work.groupName === null
      ? null
      : (groupByName(db, work.groupName)?.id ?? saveGroup(db, { name: work.groupName }, clock.now()))
  const sums = { added: 0, updated: 0, optedOut: 0 }
  for (let afterId: number | null = 0; afterId !== null;) {
    const step = { afterId, groupId, reason: work.reason, now: clock.now(), limit: movedAtOnce }
    const move = (): Moved =>
      work.target === 'contacts' ? moveWaiting(writer, work.id, step) : moveWaitingOptOuts(writer, work.id, step)
    const moved: Moved = writer.transaction(move).immediate()
    for (const key of ['added', 'updated', 'optedOut'] as const) sums[key] += moved[key]
    afterId = moved.lastId
    await breathe()
  }
  await dropImport(context, writer, work.id)
  return sums
}

async function dropImport(context: CoreContext, writer: Db, importId: number): Promise<void> {
  while (dropWaiting(writer, importId, droppedAtOnce) > 0) await breathe()
  // by the connection that is durable at every commit: what went before is on the disk with it
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
