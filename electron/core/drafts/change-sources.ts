/** Adding, rereading and removing the sources of a draft, and reading all its numbers again when country or migration change. */
import { basename } from 'node:path'
import type { ColumnMapping, ReadOptions, SourceInput } from '@shared/contract/recipients'
import { rowFaults } from '@shared/contract/reading-report'
import { assertShown } from '@shared/domain/typed-name'
import type { DraftPatch } from '@shared/contract/drafts'
import type { CellValue, RowCells } from '@shared/domain/cell-value'
import type { ColumnReading } from '@shared/domain/column-reading'
import { headingKey } from '@shared/domain/template-heading'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { Job } from '../jobs'
import type { DueDateChoice } from '@shared/domain/personal-date'
import { DueDate } from '../recipients/choose/due-date'
import { classifyRows, type ClassifiedRow } from '../recipients/classify/classify-rows'
import { stampFile } from '../recipients/files/file-access'
import { batchRows, type RowBatch, type SourceRow } from '../recipients/row'
import { requireCountry } from '../recipients/classify/require-country'
import { appendAudit } from '../storage/audit'
import { rememberMapping } from '../storage/column-mapping'
import { patchDraft, readDraft, touchDraft, type Draft } from '../storage/draft'
import { nextRecipients, type StoredRecipient } from '../storage/recipient'
import { originOfSource, readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { conditionsOf, type SourceFindings } from '../recipients/opened-source'
import { openRecipients, type MappingOf } from '../recipients/open-recipients'
import { retireStagedSource, stageSource, type StagedRow } from './stage-source'

export interface SourceRequest {
  readonly id: number
  readonly source: SourceInput
  readonly mapping: ColumnMapping | MappingOf | null
  /** Source to replace, by its place in the list; null adds one. */
  readonly index: number | null
  /** Read again for an occurrence: the draft's columns keep their places, and nothing is remembered for other files. */
  readonly again?: boolean
  /** Only rows with this personal date. */
  readonly due?: DueDateChoice | null
}

/** Reads a source whole into the draft, all or nothing. @throws what opening and reading throw, AppError usage (no such index) */
export async function readIntoDraft(context: CoreContext, request: SourceRequest, job: Job): Promise<void> {
  const { db, clock, actor } = context
  const draft = readDraft(db, request.id)
  const sources = readySources(db, draft.id)
  const replaced = request.index === null ? null : sourceAt(sources, request.index)
  const { signal } = job
  const opened = await openRecipients(context, request.source, {
    mapping: request.mapping,
    country: draft.country,
    due: request.due,
    signal,
  })
  // the only source brings its own columns; the others keep the places that their rows were written for
  const { again = false } = request
  const kept = again || sources.some(({ id }) => id !== replaced?.id) ? draft.columns : []
  const { columns, positions } = placeColumns(kept, opened.reading.columns)
  const onProgress = (done: number, total: number): void => job.progress(done, total)
  await stageSource(context, {
    draft,
    kind: opened.kind,
    reading: { ...opened.reading, positions },
    origin: opened.origin,
    columns,
    replaced,
    rows: stagedRows(opened.rows({ country: draft.country, migrate: draft.migrate, signal, onProgress }), positions),
    findings: () => opened.findings(),
    signal,
    onPublish: () => {
      if (again) return
      if (typeof request.mapping === 'object' && request.mapping !== null && opened.shape !== null)
        rememberMapping(db, opened.shape, { mapping: request.mapping, where: conditionsOf(opened) }, clock.now())
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: replaced === null ? 'draft.addSource' : 'draft.changeSource',
        subject: `campaign ${draft.id}`,
        detail: { kind: opened.kind, source: opened.reading.label },
      })
    },
  })
}

/**
 * Reads a source again from where it came, with other options, another mapping or other conditions: Griot remembers the
 * file's place, which group it was, and pasted text itself.
 * @throws AppError file_changed_since where the file is no longer as it was read, source_forgotten where nothing is known of
 * it any more, and what opening and reading throw
 */
export async function rereadInDraft(
  context: CoreContext,
  request: {
    readonly id: number
    readonly index: number
    readonly options: ReadOptions
    readonly mapping: ColumnMapping | null
    /** Absent: as the source's rows were chosen before. */
    readonly where?: readonly string[] | null | undefined
  },
  job: Job,
): Promise<void> {
  const { db } = context
  const { id, index, options, mapping } = request
  const source = sourceAt(readySources(db, readDraft(db, id).id), index)
  const where = [...(request.where ?? source.reading.where.map(({ condition }) => condition))]
  const { groupId } = source.reading
  if (groupId !== undefined) {
    await readIntoDraft(context, { id, index, mapping: null, source: { kind: 'group', groupId, where } }, job)
    return
  }
  const origin = originOfSource(db, source.id)
  if (origin === null) throw new AppError('source_forgotten')
  if (origin.kind === 'pasted') {
    await readIntoDraft(
      context,
      { id, index, mapping, source: { kind: 'pasted', text: origin.text, options, where } },
      job,
    )
    return
  }
  const { path, stamp } = origin
  const now = await stampFile(path)
  if (now.size !== stamp.size || now.modifiedAt !== stamp.modifiedAt)
    throw new AppError('file_changed_since', { file: basename(path) })
  await readIntoDraft(context, { id, index, mapping, source: { kind: 'file', path, options, where } }, job)
}

export async function removeFromDraft(context: CoreContext, id: number, index: number): Promise<void> {
  const { db, clock, actor } = context
  const draft = readDraft(db, id)
  const source = sourceAt(readySources(db, id), index)
  await retireStagedSource(context, draft, source, () =>
    appendAudit(db, {
      at: clock.now(),
      actor,
      action: 'draft.removeSource',
      subject: `campaign ${id}`,
      detail: { kind: source.kind, source: source.reading.label, rows: source.rows },
    }),
  )
}

/**
 * Saves what a person changed. A new default country, or migration switched on or off, reads the numbers again, source by
 * source, from what is stored: corrections made by hand stay.
 */
export async function saveDraft(context: CoreContext, id: number, patch: DraftPatch): Promise<void> {
  const { db, clock } = context
  assertShown(patch.name ?? '')
  const draft = readDraft(db, id)
  const country = patch.country === undefined ? draft.country : requireCountry(patch.country)
  const migrate = patch.migrate ?? draft.migrate
  const progress = { saved: false }
  const save = (): void => {
    if (progress.saved) return
    progress.saved = true
    patchDraft(db, readDraft(db, id), patch.country === undefined ? patch : { ...patch, country })
  }
  if (country !== draft.country || migrate !== draft.migrate) {
    for (const source of readySources(db, id)) {
      if (country !== draft.country || isTouchedByMigration(context, source, migrate)) {
        await readStored(context, readDraft(db, id), { source, replaced: source, country, migrate, onPublish: save })
      }
    }
  }
  if (progress.saved) return
  db.transaction(() => {
    touchDraft(db, id, clock.now())
    save()
  }).immediate()
}

function isTouchedByMigration(context: CoreContext, source: StoredSource, migrate: boolean): boolean {
  if (migrate) return source.migratable > 0
  return nextRecipients(context.db, { source: source.id, status: 'migrated', after: 0, limit: 1 }).length > 0
}

interface StoredReading {
  readonly source: StoredSource
  /** Null where the source belongs to another campaign, of which the draft is a copy. */
  readonly replaced: StoredSource | null
  readonly country: string
  readonly migrate: boolean
  /** Only rows with this personal date. */
  readonly due?: DueDateChoice | null
  readonly signal?: AbortSignal
  readonly onPublish?: () => void
}

/** Reads the numbers of a source again from what is stored: corrections made by hand stay. */
export async function readStored(context: CoreContext, draft: Draft, reading: StoredReading): Promise<void> {
  const { source, replaced, country, migrate, signal, onPublish } = reading
  const due = reading.due ? new DueRows(reading.due, draft, source) : null
  const pages: (readonly StoredRecipient[])[] = []
  const classified = classifyRows(storedNumbers(context, source.id, pages, due), {
    mapping: { phone: 0, name: null },
    country,
    migrate,
  })
  const rows = async function* (): AsyncGenerator<readonly StagedRow[]> {
    for await (const batch of classified) {
      const page = pages.shift() ?? []
      yield batch.map((row, index) => ({
        ...stagedRow(row, page[index] ?? { values: [] }),
        name: page[index]?.name ?? null,
      }))
    }
  }
  await stageSource(context, {
    draft,
    kind: source.kind,
    reading: source.reading,
    origin: originOfSource(context.db, source.id),
    columns: draft.columns,
    replaced,
    rows: rows(),
    findings: () => ({ ...source.reading, ...due?.findings() }),
    signal,
    onPublish,
  })
}

/** The number cells of a source as they were read or corrected; the rows they belong to wait in `pages`. */
async function* storedNumbers(
  context: CoreContext,
  source: number,
  pages: (readonly StoredRecipient[])[],
  due: DueRows | null,
): AsyncGenerator<RowBatch> {
  let after = 0
  for (;;) {
    const page = nextRecipients(context.db, { source, status: null, after, limit: batchRows })
    const last = page.at(-1)
    if (last === undefined) break
    after = last.id
    const rows = due === null ? page : page.filter((row) => due.keeps(row))
    pages.push(rows)
    yield { rows: rows.map(numberRow), blank: 0 }
    await yieldToEventLoop()
  }
  due?.refuseDoubt()
}

/** Which stored rows of a source have the personal date that is due. */
class DueRows {
  readonly #due: DueDate
  readonly #source: StoredSource
  #filtered = 0

  /** @throws AppError list_heading_gone */
  constructor(choice: DueDateChoice, draft: Draft, source: StoredSource) {
    this.#source = source
    this.#due = new DueDate(choice, columnsOfSource(draft, source))
  }

  keeps(row: StoredRecipient): boolean {
    const isDue = this.#due.isDue({ ...row, readings: storedReadings(this.#source) }, row.line)
    if (!isDue) this.#filtered += 1
    return isDue
  }

  refuseDoubt(): void {
    this.#due.refuseDoubt()
  }

  findings(): Partial<SourceFindings> {
    return { dated: this.#due.count(), filtered: this.#source.reading.filtered + this.#filtered }
  }
}

/** The draft's headings that a source has, at their places; '' for the others. */
export function columnsOfSource(
  { columns }: Pick<Draft, 'columns'>,
  { reading }: Pick<StoredSource, 'reading'>,
): string[] {
  return columns.map((heading, position) => (reading.positions.includes(position) ? heading : ''))
}

/** How the texts of a source are read, by the draft's columns. */
export function storedReadings({ reading }: Pick<StoredSource, 'reading'>): (ColumnReading | null)[] {
  const readings: (ColumnReading | null)[] = []
  reading.positions.forEach((position, column) => {
    readings[position] = reading.readings.find((known) => known.column === column) ?? null
  })
  return readings
}

/** A row that could not be used for its cells or quotes stays so, whatever its number is. */
function numberRow({ line, rawPhone, reason }: StoredRecipient): SourceRow {
  const fault = rowFaults.find((known) => known === reason)
  return { line, values: [rawPhone], ...(fault === undefined ? {} : { fault }) }
}

async function* stagedRows(
  batches: AsyncIterable<readonly ClassifiedRow[]>,
  positions: readonly number[],
): AsyncGenerator<readonly StagedRow[]> {
  const inPlace = positions.every((position, index) => position === index)
  const width = inPlace ? positions.length : Math.max(-1, ...positions) + 1
  const place = <Cell>(cells: readonly Cell[], none: Cell): readonly Cell[] => {
    if (inPlace) return cells.length > width ? cells.slice(0, width) : cells
    const placed = new Array<Cell>(width).fill(none)
    positions.forEach((position, index) => (placed[position] = cells[index] ?? none))
    return placed
  }
  const placed = ({ values, typed }: RowCells): RowCells => ({
    values: place(values, ''),
    typed: typed === undefined ? undefined : place<CellValue | null>(typed, null),
  })
  for await (const rows of batches) yield rows.map((row) => stagedRow(row, placed(row)))
}

function stagedRow(row: ClassifiedRow, { values, typed }: RowCells): StagedRow {
  const { line, status, phone, raw, name, reason, duplicateOf, migratedFrom, suggestion, readings } = row
  return {
    line,
    status,
    phone,
    rawPhone: raw,
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

/** The union of headings, and where each column of the new source stands in it. Case and outer spaces do not matter. */
export function placeColumns(
  columns: readonly string[],
  added: readonly string[],
): { columns: string[]; positions: number[] } {
  const union = [...columns]
  const places = new Map(union.map((heading, index) => [headingKey(heading), index]))
  const positions = added.map((heading) => {
    const key = headingKey(heading)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, union.length)
    return union.push(heading) - 1
  })
  return { columns: union, positions }
}

function sourceAt(sources: readonly StoredSource[], index: number): StoredSource {
  const source = sources.find(({ position }) => position === index)
  if (source === undefined) throw new AppError('usage', { detail: `source ${index}` })
  return source
}
