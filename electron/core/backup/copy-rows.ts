/**
 * Copies a backup's rows into a database that our own migrations made: everything else that the file holds stays
 * behind, and every row passes our STRICT types and CHECKs; that each refers to one that is there, the caller checks. A generator that stops every few thousand rows, so that a window
 * can answer in between.
 */
import { AppError } from '@shared/errors'
import type { Db } from '../storage/open'

/** They speak of processes and files of the computer on which the backup was made. */
const leftBehind: ReadonlySet<string> = new Set(['lease', 'message_moving', 'contact_import', 'contact_import_erased'])

/** Some milliseconds. */
const rowsAtOnce = 250
const countedAtOnce = 10_000
/** Far above any id in use, far below what a JavaScript number holds exactly. */
const highestId = 1_000_000_000_000n

/** `draft` holds the schema of the same version and no rows. Throws what SQLite says of a row, AppError backup_invalid. */
export function* copyRows(backup: Db, draft: Db, path: string): Generator<undefined> {
  draft.pragma('foreign_keys = OFF')
  draft.exec('BEGIN')
  // the rows carry what the triggers would work out again
  const triggers = draft.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string
    sql: string
  }[]
  for (const { name } of triggers) draft.exec(`DROP TRIGGER ${quoted(name)}`)
  for (const table of tablesOf(draft)) if (!leftBehind.has(table)) yield* copyTable(backup, draft, table)
  copySequences(backup, draft, path)
  yield* indexTexts(backup, draft)
  yield* recount(draft)
  for (const { sql } of triggers) draft.exec(sql)
  draft.exec('COMMIT')
  draft.pragma('foreign_keys = ON')
}

function tablesOf(db: Db): string[] {
  return db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all() as string[]
}

function* copyTable(backup: Db, draft: Db, table: string): Generator<undefined> {
  const columns = (
    draft.prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck().all(table) as string[]
  ).map(quoted)
  const places = columns.map(() => '?').join(', ')
  const insert = draft.prepare(`INSERT INTO ${quoted(table)} (${columns.join(', ')}) VALUES (${places})`)
  // whole numbers as BigInt: a number of JavaScript would reach SQLite as a real
  const rows = backup
    .prepare(`SELECT ${columns.join(', ')} FROM ${quoted(table)}`)
    .raw()
    .safeIntegers()
    .iterate()
  let copied = 0
  for (const row of rows) {
    insert.run(row)
    copied += 1
    if (copied % rowsAtOnce === 0) yield
  }
}

/** An id that was given once is not given again, the last of a table included. */
function copySequences(backup: Db, draft: Db, path: string): void {
  const sequences = backup.prepare('SELECT name, seq FROM sqlite_sequence').safeIntegers().all() as {
    name: unknown
    seq: unknown
  }[]
  const known = new Set(tablesOf(draft))
  for (const { name, seq } of sequences) {
    if (typeof name !== 'string' || !known.has(name)) continue
    if (typeof seq !== 'bigint' || seq < 0n || seq > highestId) throw new AppError('backup_invalid', { file: path })
    const { changes } = draft.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?').run(seq, name)
    if (changes === 0) draft.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, seq)
  }
}

/** The text index is made anew, of the messages that had been in it. */
function* indexTexts(backup: Db, draft: Db): Generator<undefined> {
  const insert = draft.prepare(
    'INSERT INTO message_search (rowid, text, name) SELECT id, text, name FROM message WHERE id = ?',
  )
  let indexed = 0
  for (const id of backup.prepare('SELECT id FROM message_search_docsize').pluck().safeIntegers().iterate()) {
    insert.run(id)
    indexed += 1
    if (indexed % rowsAtOnce === 0) yield
  }
}

/** Counts that the triggers keep: worked out from the rows, whatever the backup says. */
function* recount(draft: Db): Generator<undefined> {
  draft.exec('DELETE FROM message_count WHERE campaign_id NOT IN (SELECT id FROM campaign_key)')
  draft.exec('UPDATE message_count SET messages = 0, segments = 0')
  yield* countPieces(
    draft,
    'message',
    `INSERT INTO message_count (campaign_id, state, messages, segments)
       SELECT campaign_id, state, count(*), sum(segments) FROM message WHERE id > ? AND id <= ? GROUP BY campaign_id, state
       ON CONFLICT (campaign_id, state)
       DO UPDATE SET messages = messages + excluded.messages, segments = segments + excluded.segments`,
  )
  draft.exec(
    'UPDATE recipient_source SET rows = 0, valid = 0, invalid = 0, duplicate = 0, migrated = 0, migratable = 0',
  )
  yield* countPieces(
    draft,
    'recipient',
    `UPDATE recipient_source SET rows = recipient_source.rows + counted.rows, valid = valid + counted.valids,
       invalid = invalid + counted.invalids, duplicate = duplicate + counted.duplicates,
       migrated = migrated + counted.migrateds, migratable = migratable + counted.migratables
     FROM (SELECT source, count(*) AS rows, sum(status = 'valid') AS valids, sum(status = 'invalid') AS invalids,
         sum(status = 'duplicate') AS duplicates, sum(status = 'valid' AND migrated_from IS NOT NULL) AS migrateds,
         sum(suggestion IS NOT NULL) AS migratables
       FROM recipient WHERE id > ? AND id <= ? GROUP BY source) AS counted
     WHERE counted.source = recipient_source.id`,
  )
}

/** Runs `sql` for each range of ids that has rows: above the first parameter, up to the second. */
function* countPieces(draft: Db, table: 'message' | 'recipient', sql: string): Generator<undefined> {
  const count = draft.prepare(sql)
  const end = draft.prepare(`SELECT max(id) FROM (SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ?)`).pluck()
  for (let from = Number.MIN_SAFE_INTEGER; ;) {
    const upTo = end.get(from, countedAtOnce) as number | null
    if (upTo === null) return
    count.run(from, upTo)
    from = upTo
    yield
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
