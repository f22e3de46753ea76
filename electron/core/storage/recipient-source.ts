/**
 * The sources of a draft's recipients. A source is `reading` while its rows are written, `ready` once it counts, `removed`
 * once it no longer does; the change of state is the one moment at which all its rows appear or vanish.
 */
import { noticeCodes } from '@shared/contract/reading-report'
import {
  columnMapping,
  columnReadingView,
  conditionCount,
  filteredRows,
  noSecondNumbers,
  readOptions,
  secondNumberCounts,
  type ReadOptions,
  type SourceInput,
} from '@shared/contract/recipients'
import { z } from '@shared/contract/schema'
import { AppError } from '@shared/errors'
import { parseJson } from './json-text'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

/** What was found when the source was read, as far as it is kept. */
const sourceReading = z.object({
  label: z.string(),
  /** Of a group: so that it can be read again. */
  groupId: z.number().int().positive().optional(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  hasHeader: z.boolean(),
  headerRow: z.number().int().positive().nullable(),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  columns: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  mapping: columnMapping.nullable(),
  mappedBy: z.enum(['remembered', 'guessed', 'person']),
  phoneColumns: z.array(z.object({ column: z.number().int().nonnegative(), usable: z.number() })),
  notices: z
    .array(
      z.object({
        code: z.enum(noticeCodes),
        count: z.number(),
        lines: z.array(z.number().int().positive()).readonly(),
        names: z.array(z.string()).readonly().optional(),
      }),
    )
    .readonly(),
  readings: z.array(columnReadingView).readonly(),
  where: z.array(conditionCount).readonly(),
  /** Rows with the personal date for which the source was read. */
  dated: conditionCount.nullable(),
  whereRemembered: z.boolean(),
  filtered: z.number().int().nonnegative(),
  filteredRows,
  second: secondNumberCounts,
  /** Position of each column among the draft's columns. */
  positions: z.array(z.number().int().nonnegative()),
})
export type SourceReading = z.infer<typeof sourceReading>

/** What a source was read from. */
const sourceOrigin = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    path: z.string(),
    /** Size and date of the file when it was read. */
    stamp: z.object({ size: z.number(), modifiedAt: z.number() }),
  }),
  z.object({ kind: z.literal('pasted'), text: z.string() }),
])
/** With how it was asked to be read. */
export type SourceOrigin = z.infer<typeof sourceOrigin> & { readonly options: ReadOptions }

export interface StoredSource {
  readonly id: number
  readonly position: number
  readonly kind: SourceInput['kind']
  readonly reading: SourceReading
  /** How it was asked to be read; null where it cannot be read again. */
  readonly options: ReadOptions | null
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  readonly migrated: number
  readonly migratable: number
  /** Changes whenever a row of the source does. */
  readonly revision: number
}

type SourceRow = Omit<StoredSource, 'reading' | 'options'> & {
  readonly reading: string
  readonly options: string | null
}

const unreadable: SourceReading = {
  label: '',
  encoding: null,
  delimiter: null,
  hasHeader: false,
  headerRow: null,
  sheets: [],
  sheet: null,
  columns: [],
  sample: [],
  mapping: null,
  mappedBy: 'guessed',
  phoneColumns: [],
  notices: [],
  readings: [],
  where: [],
  dated: null,
  whereRemembered: false,
  filtered: 0,
  filteredRows: { columns: [], rows: [] },
  second: noSecondNumbers,
  positions: [],
}

const sql = {
  insert: `
    INSERT INTO recipient_source (campaign_id, position, state, kind, reading, touched_at)
    VALUES (@campaignId, @position, 'reading', @kind, @reading, @now)`,
  insertOrigin: 'INSERT INTO recipient_origin (source, options, origin) VALUES (@source, @options, @origin)',
  nextPosition: 'SELECT coalesce(max(position) + 1, 0) FROM recipient_source WHERE campaign_id = ?',
  ready: `
    SELECT id, position, kind, reading, (SELECT options FROM recipient_origin WHERE source = recipient_source.id) AS options, rows, valid, invalid, duplicate, migrated, migratable, revision
    FROM recipient_source WHERE campaign_id = ? AND state = 'ready' ORDER BY position`,
  origin: 'SELECT options, origin FROM recipient_origin WHERE source = ?',
  move: 'UPDATE recipient_source SET state = @to, touched_at = @now WHERE id = @id AND state = @from',
  describe: 'UPDATE recipient_source SET reading = @reading WHERE id = @id',
  place: 'UPDATE recipient_source SET position = @position WHERE id = @id',
  moveOrigin: `UPDATE recipient_origin SET origin = @origin WHERE source = @id`,
  touch: `UPDATE recipient_source SET touched_at = @now WHERE id = @id AND state = 'reading'`,
  removeAll: `UPDATE recipient_source SET state = 'removed' WHERE campaign_id = ?`,
  remove: 'DELETE FROM recipient_source WHERE id = ?',
  // swept: what was removed, and readings without a sign of life for an hour (or from the future, after a clock change)
  leftover: `
    SELECT id FROM recipient_source
    WHERE state = 'removed' OR (state = 'reading' AND (touched_at < @before OR touched_at > @after))`,
  ofCampaign: 'SELECT id FROM recipient_source WHERE campaign_id = ?',
} as const

export interface NewSource {
  readonly campaignId: number
  readonly kind: SourceInput['kind']
  readonly reading: SourceReading
  readonly origin: SourceOrigin | null
  readonly now: number
}

/** A new source in state `reading`, last in the list. Returns its id. In a transaction of the caller. */
export function insertSource(db: Db, source: NewSource): number {
  const { campaignId, kind, reading, origin, now } = source
  const position = statement(db, sql.nextPosition).pluck().get(campaignId) as number
  const { lastInsertRowid } = statement(db, sql.insert).run({
    campaignId,
    position,
    kind,
    reading: JSON.stringify(reading),
    now,
  })
  const id = Number(lastInsertRowid)
  if (origin !== null) {
    const { options, ...place } = origin
    statement(db, sql.insertOrigin).run({
      source: id,
      options: JSON.stringify(options),
      origin: JSON.stringify(place),
    })
  }
  return id
}

/** In the order of the draft's list. */
export function readySources(db: Db, campaignId: number): StoredSource[] {
  return (statement(db, sql.ready).all(campaignId) as SourceRow[]).map(({ reading, options, ...row }) => ({
    ...row,
    reading: parseJson(reading, sourceReading, unreadable),
    options: options === null ? null : parseJson(options, readOptions.nullable(), null),
  }))
}

/** What the source was read from; null where that is not known. May be large: a pasted text. */
export function originOfSource(db: Db, id: number): SourceOrigin | null {
  const row = statement(db, sql.origin).get(id) as { readonly options: string; readonly origin: string } | undefined
  if (row === undefined) return null
  const options = parseJson(row.options, readOptions.nullable(), null)
  const place = parseJson(row.origin, sourceOrigin.nullable(), null)
  return options === null || place === null ? null : { ...place, options }
}

/** Another place of the file that the source is read from. Belongs in a transaction of the caller. */
export function moveOrigin(db: Db, id: number, place: Omit<Extract<SourceOrigin, { kind: 'file' }>, 'options'>): void {
  const { changes } = statement(db, sql.moveOrigin).run({ id, origin: JSON.stringify(place) })
  assertChanged(changes, 1, `origin of source ${id}`)
}

/** Says that the reader is alive. Throws AppError cancelled when the source was swept or its draft discarded meanwhile. */
export function touchSource(db: Db, id: number, now: number): void {
  if (statement(db, sql.touch).run({ id, now }).changes !== 1) throw new AppError('cancelled')
}

/** Makes the rows of a source count. Throws AppError cancelled when it is not being read any more. */
export function publishSource(db: Db, id: number, now: number): void {
  if (statement(db, sql.move).run({ id, from: 'reading', to: 'ready', now }).changes !== 1)
    throw new AppError('cancelled')
}

/** Replaces what is known of how a source was read. */
export function saveReading(db: Db, id: number, reading: SourceReading): void {
  statement(db, sql.describe).run({ id, reading: JSON.stringify(reading) })
}

/** Ends what a source counts for. Throws AppError campaign_busy when another process did so first. */
export function retireSource(db: Db, id: number, now: number): void {
  if (statement(db, sql.move).run({ id, from: 'ready', to: 'removed', now }).changes !== 1)
    throw new AppError('campaign_busy')
}

/** Gives a source the place of the one that it replaces. */
export function placeSource(db: Db, id: number, position: number): void {
  statement(db, sql.place).run({ id, position })
}

export function retireAllSources(db: Db, campaignId: number): void {
  statement(db, sql.removeAll).run(campaignId)
}

/** The row of a source whose recipients are gone. */
export function deleteSource(db: Db, id: number): void {
  statement(db, sql.remove).run(id)
}

const abandonedAfterMs = 3_600_000

export function leftoverSources(db: Db, now: number): number[] {
  return statement(db, sql.leftover)
    .pluck()
    .all({ before: now - abandonedAfterMs, after: now + abandonedAfterMs }) as number[]
}

export function sourcesOfCampaign(db: Db, campaignId: number): number[] {
  return statement(db, sql.ofCampaign).pluck().all(campaignId) as number[]
}
