/**
 * Recipients as rows, bad ones included. Each source's rows keep the order in which they were read (ascending id); among the
 * rows that count, a number is valid at most once: the others are its duplicates.
 */
import type { ProblemReason } from '@shared/contract/recipients'
import type { RowCells } from '@shared/domain/cell-value'
import type { Db } from './open'
import { decodeCells, encodeCells } from './recipient-cells'
import { assertChanged, statement } from './statement'

export type RecipientStatus = 'valid' | 'invalid' | 'duplicate'

/** Cells in the order of the draft's columns. */
export interface NewRecipient extends RowCells {
  readonly line: number
  readonly status: RecipientStatus
  readonly phone: string | null
  readonly rawPhone: string
  /** The number as it stands in the source, where a person corrected it: `rawPhone` is then the person's. */
  readonly written: string | null
  readonly name: string | null
  readonly reason: ProblemReason | null
  readonly duplicateOf: number | null
  readonly migratedFrom: string | null
  readonly suggestion: string | null
  readonly readings: readonly string[]
}

export interface StoredRecipient extends NewRecipient {
  readonly id: number
  readonly source: number
  readonly optedOut: boolean
}

interface RecipientRow {
  readonly id: number
  readonly source: number
  readonly line: number
  readonly status: RecipientStatus
  readonly phone: string | null
  readonly raw_phone: string
  readonly written: string | null
  readonly name: string | null
  readonly fields: string
  readonly reason: ProblemReason | null
  readonly duplicate_of: number | null
  readonly migrated_from: string | null
  readonly suggestion: string | null
  readonly readings: string | null
  readonly opted_out: number
}

const columns = `r.id, r.source, r.line, r.status, r.phone, r.raw_phone, r.written, r.name, r.fields, r.reason, r.duplicate_of, r.migrated_from,
  r.suggestion, r.readings, EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = r.phone) AS opted_out`

/** Rows of the draft's sources that count, without the one that is about to be replaced; and of the one being read. */
const counting = `JOIN recipient_source AS s ON s.id = r.source
  AND (s.id = @reading OR (s.state = 'ready' AND s.id <> @replaced))`

const sql = {
  insert: `
    INSERT INTO recipient (source, campaign_id, line, status, phone, raw_phone, written, name, fields, reason, duplicate_of, migrated_from, suggestion, readings)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  newest: 'SELECT coalesce(max(id), 0) FROM recipient',
  // from the indexes alone, where a row is neither invalid nor migrated
  count: `
    UPDATE recipient_source AS s SET rows = s.rows + new.rows, revision = s.revision + new.rows, valid = s.valid + new.valid,
      invalid = s.invalid + new.invalid, duplicate = s.duplicate + new.duplicate, migrated = s.migrated + new.migrated,
      migratable = s.migratable + new.migratable
    FROM (SELECT valid + invalid + duplicate AS rows, * FROM (SELECT
      (SELECT count(*) FROM recipient WHERE source = @source AND status = 'valid' AND id > @after) AS valid,
      (SELECT count(*) FROM recipient WHERE source = @source AND status = 'invalid' AND id > @after) AS invalid,
      (SELECT count(*) FROM recipient WHERE source = @source AND status = 'duplicate' AND id > @after) AS duplicate,
      (SELECT count(*) FROM recipient INDEXED BY recipient_migrated
        WHERE source = @source AND migrated_from IS NOT NULL AND status = 'valid' AND id > @after) AS migrated,
      (SELECT count(*) FROM recipient WHERE source = @source AND status = 'invalid' AND suggestion IS NOT NULL AND id > @after) AS migratable
    )) AS new WHERE s.id = @source`,
  // one search in recipient_by_phone; a number has a handful of rows in a draft
  holder: `
    SELECT r.line FROM recipient AS r ${counting}
    WHERE r.phone = @phone AND r.campaign_id = @campaignId AND r.id <> @self
    ORDER BY r.status = 'valid' DESC, s.position, r.id LIMIT 1`,
  byId: `SELECT ${columns} FROM recipient AS r WHERE r.id = ?`,
  // valid rows of a source that goes, with the first of their duplicates that stays
  heirs: `
    SELECT r.id, r.phone, r.line, (
      SELECT d.id FROM recipient AS d JOIN recipient_source AS s ON s.id = d.source AND s.state = 'ready'
      WHERE d.phone = r.phone AND d.campaign_id = r.campaign_id AND d.status = 'duplicate' AND d.source <> r.source
      ORDER BY s.position, d.id LIMIT 1) AS heir
    FROM recipient AS r WHERE r.source = @source AND r.status = 'valid' AND r.id > @after ORDER BY r.id LIMIT @limit`,
  // the same for one row, whose own source stays
  heirOfRow: `
    SELECT d.id FROM recipient AS d JOIN recipient_source AS s ON s.id = d.source AND s.state = 'ready'
    WHERE d.phone = @phone AND d.campaign_id = @campaignId AND d.status = 'duplicate' AND d.id <> @self
    ORDER BY s.position, d.id LIMIT 1`,
  promote: `UPDATE recipient SET status = 'valid', duplicate_of = NULL WHERE id = ? AND status = 'duplicate' RETURNING line`,
  demote: `UPDATE recipient SET status = 'duplicate', duplicate_of = @line WHERE id = @id AND status = 'valid'`,
  follow: `UPDATE recipient SET duplicate_of = @line WHERE phone = @phone AND campaign_id = @campaignId AND status = 'duplicate'`,
  fix: `
    UPDATE recipient SET status = @status, phone = @phone, written = coalesce(written, raw_phone), raw_phone = @rawPhone, reason = NULL, duplicate_of = @duplicateOf,
      migrated_from = @migratedFrom, suggestion = NULL, readings = NULL
    WHERE id = @id`,
  // a page of one source; OFFSET walks the index only, the rows themselves are fetched for the page alone
  page: `SELECT ${columns} FROM recipient AS r
    WHERE r.id IN (SELECT id FROM recipient WHERE source = @source ORDER BY id LIMIT @limit OFFSET @offset) ORDER BY r.id`,
  pageByStatus: `SELECT ${columns} FROM recipient AS r
    WHERE r.id IN (SELECT id FROM recipient WHERE source = @source AND status = @status ORDER BY id LIMIT @limit OFFSET @offset)
    ORDER BY r.id`,
  // the next rows of a source, for reading it from end to end in bounded steps
  after: `SELECT ${columns} FROM recipient AS r WHERE r.source = @source AND r.id > @after ORDER BY r.id LIMIT @limit`,
  afterByStatus: `SELECT ${columns} FROM recipient AS r
    WHERE r.source = @source AND r.status = @status AND r.id > @after ORDER BY r.id LIMIT @limit`,
  afterMigrated: `SELECT ${columns} FROM recipient AS r INDEXED BY recipient_migrated
    WHERE r.source = @source AND r.migrated_from IS NOT NULL AND r.id > @after ORDER BY r.id LIMIT @limit`,
  candidates: `SELECT r.id, r.line, r.phone, r.name, r.fields, EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = r.phone) AS optedOut
    FROM recipient AS r WHERE r.source = @source AND r.status = 'valid' AND r.id > @after ORDER BY r.id LIMIT @limit`,
  candidatesOfEach: `SELECT r.id, r.line, r.phone, r.name, r.fields, EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = r.phone) AS optedOut
    FROM recipient AS r WHERE r.source = @source AND r.status <> 'invalid' AND r.id > @after ORDER BY r.id LIMIT @limit`,
  // one search in recipient_by_phone; a number has a handful of rows in a draft
  shared: `SELECT DISTINCT phone FROM recipient
    WHERE phone IN (SELECT value FROM json_each(@phones)) AND campaign_id = @campaignId AND status = 'duplicate'`,
  sameNumbers: `
    SELECT r.id, r.source, r.status, r.line, r.phone, r.name, r.fields FROM recipient AS r
    JOIN recipient_source AS s ON s.id = r.source AND s.state = 'ready'
    WHERE r.phone IN (SELECT value FROM json_each(@phones)) AND r.campaign_id = @campaignId ORDER BY s.position, r.id`,
  duplicatesOfNumbers: `SELECT id, source, status, line, phone, name, fields FROM recipient
    WHERE phone IN (SELECT value FROM json_each(@phones)) AND campaign_id = @campaignId AND status = 'duplicate'`,
  duplicates: `SELECT id, phone FROM recipient
    WHERE source = @source AND status = 'duplicate' AND id > @after ORDER BY id LIMIT @limit`,
  lineOfRow: 'SELECT line FROM recipient WHERE source = @source GROUP BY line ORDER BY min(id) LIMIT 1 OFFSET @before',
  holderOf: `
    SELECT r.source FROM recipient AS r JOIN recipient_source AS s ON s.id = r.source AND s.state = 'ready'
    WHERE r.phone = @phone AND r.status = 'valid'
      AND r.campaign_id = (SELECT campaign_id FROM recipient_source WHERE id = @source) LIMIT 1`,
  // every row of a stretch, bad ones included: for counting them
  between: 'SELECT id, line FROM recipient WHERE source = @source AND id > @after AND id <= @upTo ORDER BY id',
  copy: `
    INSERT INTO recipient (source, campaign_id, line, status, phone, raw_phone, written, name, fields, reason, duplicate_of, migrated_from, suggestion, readings)
    SELECT @target, @campaignId, line, status, phone, raw_phone, written, name, fields, reason, duplicate_of, migrated_from, suggestion, readings
    FROM recipient WHERE source = @source AND id > @after ORDER BY id LIMIT @limit`,
  last: 'SELECT max(id) FROM (SELECT id FROM recipient WHERE source = @source AND id > @after ORDER BY id LIMIT @limit)',
  purge: 'DELETE FROM recipient WHERE id IN (SELECT id FROM recipient WHERE source = @source LIMIT @limit)',
} as const

/** Rows of a source, which are counted with it. Belongs in a transaction of the caller. */
export function insertRecipients(
  db: Db,
  { source, campaignId }: { readonly source: number; readonly campaignId: number },
  recipients: Iterable<NewRecipient>,
): void {
  const insert = statement(db, sql.insert)
  counted(db, source, () => {
    for (const row of recipients) {
      const { line, status, phone, rawPhone, written, name, reason, duplicateOf, migratedFrom, suggestion } = row
      const fields = encodeCells(row.values, row.typed)
      const readings = row.readings.length === 0 ? null : row.readings.join(' ')
      // by place: names cost a tenth of the whole
      insert.run(
        source,
        campaignId,
        line,
        status,
        phone,
        rawPhone,
        written,
        name,
        fields,
        reason,
        duplicateOf,
        migratedFrom,
        suggestion,
        readings,
      )
    }
  })
}

/** Counts the rows that `insert` adds to a source all together: a trigger for each row would cost a third of the whole. */
function counted(db: Db, source: number, insert: () => void): void {
  const after = statement(db, sql.newest).pluck().get() as number
  insert()
  statement(db, sql.count).run({ source, after })
}

export interface HolderQuery {
  readonly campaignId: number
  readonly phone: string
  /** Source being read, whose rows do not count for anybody else yet. */
  readonly reading?: number
  /** Source that is about to go. */
  readonly replaced?: number
  /** Row that asks. */
  readonly self?: number
}

/** Line of the row that already has this number in the draft, null where none has. */
export function lineOfNumber(db: Db, query: HolderQuery): number | null {
  const row = statement(db, sql.holder).get({
    campaignId: query.campaignId,
    phone: query.phone,
    reading: query.reading ?? 0,
    replaced: query.replaced ?? 0,
    self: query.self ?? 0,
  }) as { line: number } | undefined
  return row?.line ?? null
}

/** Null where the row is gone. */
export function recipientById(db: Db, id: number): StoredRecipient | null {
  const row = statement(db, sql.byId).get(id) as RecipientRow | undefined
  return row === undefined ? null : fromRow(row)
}

/**
 * Makes the duplicates of a source that goes valid in the sources that stay, `limit` rows of it at a time: each pair of rows
 * changes places, so the counts are right after every step. Returns the last id seen, null when there is no more.
 */
export function handOverNumbers(
  db: Db,
  step: { campaignId: number; source: number; after: number; limit: number },
): number | null {
  const { campaignId, source, after, limit } = step
  const rows = statement(db, sql.heirs).all({ source, after, limit }) as {
    id: number
    phone: string
    heir: number | null
  }[]
  for (const { id, phone, heir } of rows) {
    if (heir !== null) handOver(db, { campaignId, phone, from: id, to: heir })
  }
  return rows.at(-1)?.id ?? null
}

/** The same for one valid row that is about to change its number. */
export function handOverNumber(db: Db, campaignId: number, recipient: { id: number; phone: string }): void {
  const heir = statement(db, sql.heirOfRow).pluck().get({ campaignId, phone: recipient.phone, self: recipient.id }) as
    number | undefined
  if (heir !== undefined) handOver(db, { campaignId, phone: recipient.phone, from: recipient.id, to: heir })
}

function handOver(db: Db, change: { campaignId: number; phone: string; from: number; to: number }): void {
  const { campaignId, phone, from, to } = change
  const heir = statement(db, sql.promote).get(to) as { line: number } | undefined
  if (heir === undefined) throw new Error(`recipient ${to} was no duplicate any more`)
  assertChanged(
    statement(db, sql.demote).run({ id: from, line: heir.line }).changes,
    1,
    `recipient ${from} handed over`,
  )
  statement(db, sql.follow).run({ campaignId, phone, line: heir.line })
}

export interface FixedRecipient {
  readonly id: number
  readonly phone: string
  readonly rawPhone: string
  readonly duplicateOf: number | null
  readonly migratedFrom: string | null
}

export function fixRecipientRow(db: Db, fixed: FixedRecipient): void {
  const status: RecipientStatus = fixed.duplicateOf === null ? 'valid' : 'duplicate'
  assertChanged(statement(db, sql.fix).run({ ...fixed, status }).changes, 1, `recipient ${fixed.id} corrected`)
}

export interface SourcePage {
  readonly source: number
  readonly status: RecipientStatus | null
  readonly limit: number
  readonly offset: number
}

export function pageOfSource(db: Db, page: SourcePage): StoredRecipient[] {
  const { status, ...range } = page
  const rows =
    status === null ? statement(db, sql.page).all(range) : statement(db, sql.pageByStatus).all({ ...range, status })
  return (rows as RecipientRow[]).map(fromRow)
}

export interface SourceStep {
  readonly source: number
  /** `migrated`: rows whose old number was migrated. Null: all rows. */
  readonly status: RecipientStatus | 'migrated' | null
  /** Id of the last row seen, 0 at first. */
  readonly after: number
  readonly limit: number
}

/** The next rows of a source, in order. */
export function nextRecipients(db: Db, step: SourceStep): StoredRecipient[] {
  const { status, ...range } = step
  const rows =
    status === null
      ? statement(db, sql.after).all(range)
      : status === 'migrated'
        ? statement(db, sql.afterMigrated).all(range)
        : statement(db, sql.afterByStatus).all({ ...range, status })
  return (rows as RecipientRow[]).map(fromRow)
}

/** A valid recipient, with what a message needs of it and no more. */
export interface Candidate extends RowCells {
  readonly id: number
  readonly line: number
  readonly phone: string
  readonly name: string | null
  readonly optedOut: boolean
}

/** The next valid rows of a source, `each`: its duplicates too, in order; as lean as a bill of a million texts needs it. */
export function nextCandidates(
  db: Db,
  { each = false, ...step }: { source: number; after: number; limit: number; each?: boolean },
): Candidate[] {
  const rows = statement(db, each ? sql.candidatesOfEach : sql.candidates).all(step) as (Omit<
    Candidate,
    'values' | 'typed' | 'optedOut'
  > & {
    fields: string
    optedOut: number
  })[]
  // literals without spread, here and below: a fifth of a bill's walk
  return rows.map(({ id, line, phone, name, fields, optedOut }) => {
    const { values, typed } = decodeCells(fields)
    return { id, line, phone, name, values, typed, optedOut: optedOut === 1 }
  })
}

export interface SameNumberRow extends RowCells {
  readonly id: number
  readonly source: number
  readonly status: Exclude<RecipientStatus, 'invalid'>
  readonly line: number
  readonly name: string | null
}

interface PhoneQuery {
  readonly campaignId: number
  readonly phones: readonly string[]
}

/** Those of these numbers that stand on several rows of a draft. */
export function sharedNumbers(db: Db, query: PhoneQuery): string[] {
  return statement(db, sql.shared).pluck().all(phoneQuery(query)) as string[]
}

/** Every usable row of a draft with one of these numbers, by number, in the order in which they are sent. */
export function rowsOfNumbers(db: Db, query: PhoneQuery): ReadonlyMap<string, readonly SameNumberRow[]> {
  return byNumber(statement(db, sql.sameNumbers).all(phoneQuery(query)))
}

/** The duplicates of a draft with one of these numbers, by number, in no order; also of sources that do not count. */
export function duplicatesOfNumbers(db: Db, query: PhoneQuery): ReadonlyMap<string, readonly SameNumberRow[]> {
  return byNumber(statement(db, sql.duplicatesOfNumbers).all(phoneQuery(query)))
}

function byNumber(found: unknown[]): ReadonlyMap<string, readonly SameNumberRow[]> {
  const byPhone = new Map<string, SameNumberRow[]>()
  const rows = found as (Omit<SameNumberRow, 'values' | 'typed'> & { phone: string; fields: string })[]
  for (const { id, source, status, line, phone, name, fields } of rows) {
    const same = byPhone.get(phone)
    const { values, typed } = decodeCells(fields)
    const read = { id, source, status, line, name, values, typed }
    if (same === undefined) byPhone.set(phone, [read])
    else same.push(read)
  }
  return byPhone
}

function phoneQuery({ campaignId, phones }: PhoneQuery) {
  return { campaignId, phones: JSON.stringify(phones) }
}

/** The next duplicates of a source, in order. */
export function nextDuplicates(
  db: Db,
  step: { readonly source: number; readonly after: number; readonly limit: number },
): { readonly id: number; readonly phone: string }[] {
  return statement(db, sql.duplicates).all(step) as { id: number; phone: string }[]
}

/** The source whose valid row has this number in the draft of the given source; null where none has. */
export function holderOf(db: Db, query: { source: number; phone: string }): number | null {
  return (statement(db, sql.holderOf).pluck().get(query) as number | undefined) ?? null
}

/** The line of the n-th row of a source, from 1; null where it has fewer. A row with several numbers is one. */
export function lineOfRow(db: Db, { source, row }: { source: number; row: number }): number | null {
  return (
    (statement(db, sql.lineOfRow)
      .pluck()
      .get({ source, before: row - 1 }) as number | undefined) ?? null
  )
}

/** All rows of a source after one and up to another, bad ones included, in order. */
export function rowsBetween(
  db: Db,
  stretch: { source: number; after: number; upTo: number },
): { readonly id: number; readonly line: number }[] {
  return statement(db, sql.between).all(stretch) as { id: number; line: number }[]
}

export interface CopyStep {
  readonly source: number
  readonly target: number
  /** Campaign of the target. */
  readonly campaignId: number
  readonly after: number
  readonly limit: number
}

/** Copies the next rows of a source as they stand, in a transaction of the caller. Returns the last id copied, null when there is no more. */
export function copyRecipients(db: Db, step: CopyStep): number | null {
  const { source, target, after, limit } = step
  counted(db, target, () => statement(db, sql.copy).run(step))
  return statement(db, sql.last).pluck().get({ source, after, limit }) as number | null
}

/** Removes up to `limit` rows of a source. Returns how many. */
export function purgeRecipients(db: Db, source: number, limit: number): number {
  return statement(db, sql.purge).run({ source, limit }).changes
}

function fromRow(row: RecipientRow): StoredRecipient {
  return {
    id: row.id,
    source: row.source,
    line: row.line,
    status: row.status,
    phone: row.phone,
    rawPhone: row.raw_phone,
    written: row.written,
    name: row.name,
    ...decodeCells(row.fields),
    reason: row.reason,
    duplicateOf: row.duplicate_of,
    migratedFrom: row.migrated_from,
    suggestion: row.suggestion,
    readings: row.readings?.split(' ') ?? [],
    optedOut: row.opted_out === 1,
  }
}
