/** The statements that erase a number from every table that can hold it. Belongs in an immediate transaction of the caller. */
import { moveMessages } from './message-ledger'
import type { Db } from './open'
import { forgetRemoved } from './removed-record'
import { statement } from './statement'

const messagesOf = 'SELECT id FROM message INDEXED BY message_by_phone WHERE phone = @phone'

/** Digits as people group them, together: without spaces (no-break ones too), dots, dashes, slashes and brackets. */
const bare = (column: string): string =>
  [' ', '\u00a0', '\u202f', '.', '-', '/', '(', ')'].reduce((sql, sign) => `replace(${sql}, '${sign}', '')`, column)

/** Returns how many messages lost their person. */
export function erasePhone(db: Db, phone: string, now: number): number {
  const run = (sql: string): number =>
    statement(db, sql).run({ phone, now, digits: phone.slice(1), last: phone.slice(-8) }).changes

  run(`DELETE FROM contact WHERE phone = @phone`)
  run(`INSERT OR IGNORE INTO contact_import_erased (import_id, phone) SELECT id, @phone FROM contact_import`)
  // pasted text that is kept to be read again: found by its rows, or by a spelling that no row holds any more
  run(`DELETE FROM recipient_origin WHERE source IN (
         SELECT source FROM recipient WHERE phone = @phone
         UNION SELECT source FROM recipient_origin WHERE instr(${bare('origin')}, @last) > 0
       ) AND source IN (SELECT id FROM recipient_source WHERE kind = 'pasted')`)
  run(`DELETE FROM recipient WHERE phone = @phone`)
  // a bad row may hold the number in a spelling that could not be read
  run(`DELETE FROM recipient WHERE phone IS NULL AND instr(${bare('raw_phone')}, @last) > 0`)
  // what a person corrected: the row stays the one whose number they wrote
  run(`DELETE FROM recipient_correction WHERE instr(${bare('phone')}, @last) > 0 OR instr(${bare('written')}, @last) > 0
         OR instr(${bare('row')}, @last) > 0`)
  run(`UPDATE recipient SET written = '' WHERE written IS NOT NULL AND instr(${bare('written')}, @last) > 0`)
  forgetRemoved(db, phone)
  run(`DELETE FROM personal_date WHERE phone = @phone`)
  // reports that wait for their message, and calls that could not be read
  run(`DELETE FROM early_report WHERE instr(${bare("coalesce(phone, '')")}, @last) > 0`)
  run(`DELETE FROM receipt_log WHERE instr(${bare('body')}, @last) > 0`)
  // first rows of a source, kept for the mapping screen
  run(`UPDATE recipient_source SET reading = json_set(reading, '$.sample', json('[]'))
       WHERE instr(${bare('reading')}, @last) > 0`)

  run(`INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1)`)
  run(`DELETE FROM message_event WHERE message_id IN (${messagesOf})`)
  moveMessages(db, ['cancel'], { where: 'message.phone = @phone', params: { phone }, source: 'person', now })
  const messages = run(
    `UPDATE message SET phone = '+0' || id, name = NULL, text = '', gateway_message_id = NULL, gateway_status = NULL,
       error_params = NULL, poll_at = NULL WHERE id IN (${messagesOf})`,
  )
  run(`INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 0)`)

  run(`INSERT INTO opt_out (phone, reason, source, created_at) VALUES (@phone, '', 'erase', @now)
       ON CONFLICT (phone) DO UPDATE SET reason = '', source = 'erase'`)
  // later than the last time, whatever the clock says: a backup made in between holds them again
  run(`INSERT INTO erasure (phone, erased_at) VALUES (@phone, @now)
       ON CONFLICT (phone) DO UPDATE SET erased_at = max(excluded.erased_at, erased_at + 1), restored = 0`)
  return messages
}

export interface Erasure {
  /** E.164. */
  readonly phone: string
  /** Epoch ms. */
  readonly at: number
  /** 1 where it came with a restored backup. */
  readonly restored: number
}

export function erasures(db: Db): readonly Erasure[] {
  return db.prepare('SELECT phone, erased_at AS at, restored FROM erasure ORDER BY phone').all() as Erasure[]
}

/**
 * In a restored database: those that came with it are nobody's order to write files anew, nor ahead of the clock; those that were here
 * are what they were, and the ones that it did not know are made up for, one by one.
 */
export function* takeOverErasures(db: Db, here: readonly Erasure[], now: number): Generator<undefined> {
  statement(db, 'UPDATE erasure SET restored = 1, erased_at = min(erased_at, ?)').run(now)
  for (const { phone, at } of missedErasures(db, here)) {
    erasePhone(db, phone, at)
    yield
  }
  const keep = statement(db, 'UPDATE erasure SET restored = ? WHERE phone = ?')
  for (const { phone, restored } of here) keep.run(restored, phone)
}

/** Those that a database does not know: it may still hold them. */
export function missedErasures(db: Db, known: readonly Erasure[]): readonly Erasure[] {
  const own = new Map(erasures(db).map(({ phone, at }) => [phone, at]))
  return known.filter(({ phone, at }) => (own.get(phone) ?? Number.NEGATIVE_INFINITY) < at)
}
