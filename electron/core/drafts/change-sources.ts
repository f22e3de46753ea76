/** Adding, rereading and removing the sources of a draft, and reading all its numbers again when country or migration change. */
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { ColumnMapping, ReadOptions, SourceInput } from '@shared/contract/recipients'
import { assertShown } from '@shared/domain/typed-name'
import type { DraftPatch } from '@shared/contract/drafts'
import type { CellValue, RowCells } from '@shared/domain/cell-value'
import { headingKey } from '@shared/domain/template-heading'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { Job } from '../jobs'
import type { DueDateChoice } from '@shared/domain/personal-date'
import type { ClassifiedRow } from '../recipients/classify/classify-rows'
import { keptSecond, type KeptSecond } from '../recipients/columns/choose-mapping'
import { stampFile } from '../recipients/files/file-access'
import { requireCountry } from '../recipients/classify/require-country'
import { appendAudit } from '../storage/audit'
import { rememberMapping } from '../storage/column-mapping'
import { patchDraft, readDraft, touchDraft } from '../storage/draft'
import { correctionsOf, putCorrection, withAlone } from '../storage/recipient-correction'
import { originOfSource, readySources, type StoredSource } from '../storage/recipient-source'
import { conditionsOf } from '../recipients/opened-source'
import { openRecipients, type MappingOf } from '../recipients/open-recipients'
import { AlikeRows, type ListIdentity, type LostCorrections } from '../recipients/row-corrections'
import { isTouchedByMigration, readNumbersAgain } from './read-numbers-again'
import { retireStagedSource, stagedRow, stageSource, type StagedRow } from './stage-source'

export interface SourceRequest {
  readonly id: number
  readonly source: SourceInput
  readonly mapping: ColumnMapping | MappingOf | null
  /** Second numbers to keep where there is no mapping. */
  readonly second?: KeptSecond | null
  /** Source to replace, by its place in the list; null adds one. */
  readonly index: number | null
  /** Read again for an occurrence: the draft's columns keep their places, and nothing is remembered for other files. */
  readonly again?: boolean
  /** Only rows with this personal date. */
  readonly due?: DueDateChoice | null
  /** The reading whose numbers corrected by hand stay; absent: that of the source that is replaced. */
  readonly before?: StoredSource
}

/**
 * Reads a source whole into the draft, all or nothing. Numbers that were corrected by hand stay with their rows; those whose
 * row cannot be told for certain are told (`corrections_lost`) and returned.
 * @throws what opening and reading throw, AppError usage (no such index), campaign_busy
 */
export async function readIntoDraft(context: CoreContext, request: SourceRequest, job: Job): Promise<LostCorrections> {
  const alike = new Set<string>()
  for (;;) {
    try {
      return await readOnce(context, request, job, alike)
    } catch (error) {
      if (!(error instanceof AlikeRows)) throw error
      // none of these rows is known to be the corrected one
      for (const key of error.keys) alike.add(key)
    }
  }
}

async function readOnce(
  context: CoreContext,
  request: SourceRequest,
  job: Job,
  alike: ReadonlySet<string>,
): Promise<LostCorrections> {
  const { db, clock, actor } = context
  const draft = readDraft(db, request.id)
  const sources = readySources(db, draft.id)
  const replaced = request.index === null ? null : sourceAt(sources, request.index)
  const before = request.before ?? replaced
  const corrections = before === null ? [] : correctionsOf(db, before.id)
  const { signal } = job
  const opened = await openRecipients(context, request.source, {
    mapping: request.mapping,
    country: draft.country,
    second: request.second,
    due: request.due,
    corrected:
      before === null || corrections.length === 0
        ? null
        : { list: listIdentity(context, before), corrections: withAlone(db, before.id, corrections), alike },
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
    onPublish: (source) => {
      // another process that corrected a number meanwhile
      if (before !== null && !isDeepStrictEqual(correctionsOf(db, before.id), corrections))
        throw new AppError('campaign_busy')
      for (const correction of opened.corrections()) putCorrection(db, source, correction)
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
  return opened.lost()
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
  const second = mapping === null ? keptSecond(source.reading) : null
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
      { id, index, mapping, second, source: { kind: 'pasted', text: origin.text, options, where } },
      job,
    )
    return
  }
  const { path, stamp } = origin
  const now = await stampFile(path)
  if (now.size !== stamp.size || now.modifiedAt !== stamp.modifiedAt)
    throw new AppError('file_changed_since', { file: basename(path) })
  await readIntoDraft(context, { id, index, mapping, second, source: { kind: 'file', path, options, where } }, job)
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
        await readNumbersAgain(context, readDraft(db, id), {
          source,
          replaced: source,
          country,
          migrate,
          onPublish: save,
        })
      }
    }
  }
  if (progress.saved) return
  db.transaction(() => {
    touchDraft(db, id, clock.now())
    save()
  }).immediate()
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

function listIdentity({ db }: CoreContext, { id, kind, reading }: StoredSource): ListIdentity {
  return { kind, origin: originOfSource(db, id), groupId: reading.groupId }
}

function sourceAt(sources: readonly StoredSource[], index: number): StoredSource {
  const source = sources.find(({ position }) => position === index)
  if (source === undefined) throw new AppError('usage', { detail: `source ${index}` })
  return source
}
