/**
 * Brings valid rows of a source into contacts or opt-outs: all or nothing, in transactions of a few milliseconds, so that
 * the window answers and campaigns go on while a million rows come in.
 */
import { join } from 'node:path'
import type { ImportResult } from '@shared/contract/contacts'
import type { ColumnMapping, SourceInput, SourceView } from '@shared/contract/recipients'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { openRecipients } from '../recipients/open-recipients'
import { conditionsOf, type OpenedSource } from '../recipients/opened-source'
import { exportLanguage } from '../exports/export-language'
import type { ClassifiedRow } from '../recipients/classify/classify-rows'
import { RejectsFile } from '../recipients/classify/rejects-file'
import { rememberMapping } from '../storage/column-mapping'
import {
  beginImport,
  commitImport,
  endImport,
  openImports,
  type ImportTarget,
  type OpenImport,
} from '../storage/contact-import'
import {
  ImportStage,
  StageLost,
  newStageName,
  removeStage,
  sweepStages,
  type WaitingRow,
} from '../storage/import-stage'
import { finishImport } from './finish-import'
import { SourceCounts } from '../recipients/classify/source-counts'

export interface ImportRequest extends ImportTarget {
  readonly source: SourceInput
  readonly mapping: ColumnMapping | null
  readonly country: string
  /** Numbers of an old plan are brought to today's. */
  readonly migrate: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined
  /** Where rows that cannot be used are written; null: nowhere. */
  readonly rejectsPath?: string | null
}

/** Throws what reading throws; AppError cancelled. Nothing is kept then. */
export async function importRows(context: CoreContext, request: ImportRequest): Promise<ImportResult> {
  const { db, clock, dataDir } = context
  const opened = await openRecipients(context, request.source, request)
  const counts = countsOf(opened)
  const rejects = await openRejects(context, opened, request.rejectsPath ?? null)
  const file = newStageName()
  const id = beginImport(db, { ...request, file }, { processId: process.pid, now: clock.now() })
  const progress = halves(request.onProgress)
  try {
    const stage = await ImportStage.create(join(dataDir, file))
    try {
      await readInto(stage, opened, counts, rejects, { ...request, onProgress: progress.first })
      await stage.keep()
    } catch (error) {
      await stage.drop()
      throw error
    }
    await rejects?.commit()
    commitImport(db, id)
  } catch (error) {
    await rejects?.abandon()
    endImport(db, id)
    removeStage(join(dataDir, file))
    throw error
  }
  const { added, updated, optedOut } = await finishImport(context, { ...request, id, file, moved: 0 }, (moved) =>
    progress.second(moved, counts.counts.valid),
  )
  if (opened.shape !== null && request.mapping !== null) {
    rememberMapping(db, opened.shape, { mapping: request.mapping, where: conditionsOf(opened) }, clock.now())
  }
  const { rows, valid, invalid, duplicate, migrated } = counts.counts
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
    source: viewOf(opened, counts),
  }
}

async function readInto(
  stage: ImportStage,
  opened: OpenedSource,
  counts: SourceCounts,
  rejects: RejectsFile | null,
  { country, migrate, signal, onProgress }: Pick<ImportRequest, 'country' | 'migrate' | 'signal' | 'onProgress'>,
): Promise<void> {
  const pick = fieldPicker(opened)
  for await (const rows of opened.rows({ country, migrate, signal, onProgress })) {
    for (const row of rows) {
      if (row.status === 'valid' && row.phone !== null) stage.add(pick(row, row.phone))
      counts.add(row)
    }
    await stage.written()
    await rejects?.add(rows)
    await yieldToEventLoop(signal)
  }
}

async function openRejects(
  context: CoreContext,
  opened: OpenedSource,
  path: string | null,
): Promise<RejectsFile | null> {
  if (path === null) return null
  return RejectsFile.open(path, opened.reading.columns, exportLanguage(context.settings()))
}

/** Reading is one half of the work, moving the other. */
function halves(onProgress: ImportRequest['onProgress']): {
  first: (done: number, total: number | null) => void
  second: (done: number, total: number) => void
} {
  let size = 0
  return {
    first(done, total) {
      size = total ?? 0
      onProgress?.(done, total === null ? null : total * 2)
    },
    second(done, total) {
      if (size > 0 && total > 0) onProgress?.(size + (size * done) / total, size * 2)
    },
  }
}

/** Everything but the writing: what `importRows` would make of the source. */
export async function inspectRows(
  context: CoreContext,
  request: Pick<ImportRequest, 'source' | 'country' | 'migrate' | 'signal'> & {
    readonly mapping?: ImportRequest['mapping'] | undefined
  },
): Promise<SourceView> {
  const opened = await openRecipients(context, request.source, { ...request, mapping: request.mapping ?? null })
  const counts = countsOf(opened)
  for await (const rows of opened.rows(request)) {
    for (const row of rows) counts.add(row)
    await yieldToEventLoop(request.signal)
  }
  return viewOf(opened, counts)
}

function countsOf({ reading }: OpenedSource): SourceCounts {
  return new SourceCounts(reading.columns)
}

function viewOf(opened: OpenedSource, { counts, problems }: SourceCounts): SourceView {
  return { kind: opened.kind, ...opened.reading, ...counts, ...opened.findings(), problems }
}

/** Finishes what was committed and sweeps what was not, of processes that are gone. Call at start. */
export async function recoverImports(context: CoreContext, isAlive: (processId: number) => boolean): Promise<void> {
  const { db, dataDir } = context
  for (const left of openImports(db)) {
    if (left.processId !== process.pid && isAlive(left.processId)) continue
    if (left.committed) await finishLeft(context, left)
    else endImport(db, left.id)
  }
  sweepStages(dataDir, new Set(openImports(db).map(({ file }) => file)))
}

/** Rows that cannot be read any more (the database came from a backup, the disk failed) must not keep Griot from starting. */
async function finishLeft(context: CoreContext, left: OpenImport): Promise<void> {
  try {
    await finishImport(context, left)
  } catch (error) {
    if (!(error instanceof StageLost)) throw error
    context.log.error('rows of an import are lost', { file: left.file, error: String(error.cause) })
    endImport(context.db, left.id)
  }
}

/** A row as it waits: every column but the number is a field, under its heading. */
function fieldPicker(opened: OpenedSource): (row: ClassifiedRow, phone: string) => WaitingRow {
  const { columns, mapping } = opened.reading
  // a name put together from two columns keeps both, for texts that greet by first name
  const taken = new Set([mapping?.phone, ...((mapping?.firstName ?? null) === null ? [mapping?.name] : [])])
  const own = columns
    .map((heading, index) => ({ heading: JSON.stringify(heading), index }))
    .filter(({ index }) => !taken.has(index))
  return (row, phone) => {
    let fields = ''
    for (const { heading, index } of own) {
      const value = row.values[index]?.trim() ?? ''
      if (value === '') continue
      fields += `${fields === '' ? '' : ','}${heading}:${jsonText(value)}`
    }
    return { phone, name: (row.name ?? '').slice(0, 200), fields: `{${fields}}` }
  }
}

const needsEscape = /["\\\p{Cc}\p{Cs}]/u

/** As JSON.stringify, three times as fast for what stands in most cells. */
function jsonText(value: string): string {
  return needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`
}
