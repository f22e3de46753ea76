/**
 * The text index of messages. Whoever inserts messages calls `indexMessages` in the same transaction, so that a search never
 * misses what was committed; changes and single removals are followed by triggers.
 */
import { statement } from './statement'
import type { Db } from './open'

interface Stretch {
  readonly campaignId: number
  /** Ids, both ends included. */
  readonly from: number
  readonly upTo: number
}

/** In one statement: FTS5 then writes its part once, a few microseconds a message. */
export function indexMessages(db: Db, stretch: Stretch): void {
  statement(
    db,
    `INSERT INTO message_search (rowid, text, name)
     SELECT id, text, name FROM message NOT INDEXED WHERE id BETWEEN @from AND @upTo AND campaign_id = @campaignId`,
  ).run(stretch)
}

/** Before many messages are removed at once: their triggers then find nothing to do. */
export function forgetMessages(db: Db, stretch: Stretch): void {
  statement(
    db,
    `INSERT INTO message_search (message_search, rowid, text, name)
     SELECT 'delete', id, text, name FROM message NOT INDEXED WHERE id BETWEEN @from AND @upTo AND campaign_id = @campaignId
       AND EXISTS (SELECT 1 FROM message_search_docsize WHERE message_search_docsize.id = message.id)`,
  ).run(stretch)
}

/** Pages of the index that one step merges: some milliseconds. */
const mergedAtOnce = 200

/** One step of merging the index into one part, which drops the words of removed rows. `go on`: false where nothing is left to do. */
export function mergeSearchIndex(db: Db, step: 'begin' | 'go on'): boolean {
  const before = totalChanges(db)
  // a negative number takes every part as one that is to be merged (sqlite.org/fts5.html, 6.9)
  const pages = step === 'begin' ? -mergedAtOnce : mergedAtOnce
  statement(db, "INSERT INTO message_search (message_search, rank) VALUES ('merge', ?)").run(pages)
  return totalChanges(db) - before >= 2
}

const totalChanges = (db: Db): number => statement(db, 'SELECT total_changes()').pluck().get() as number
