/** Prepared statements, compiled once per connection: `statement(db, sql)` may be called in the hottest loop. */
import type Database from 'better-sqlite3'
import type { Db } from './open'

const cache = new WeakMap<Db, Map<string, Database.Statement>>()

export function statement(db: Db, sql: string): Database.Statement {
  let statements = cache.get(db)
  if (statements === undefined) {
    statements = new Map<string, Database.Statement>()
    cache.set(db, statements)
  }
  const known = statements.get(sql)
  if (known !== undefined) return known
  const prepared = db.prepare(sql)
  statements.set(sql, prepared)
  return prepared
}

/** Throws when a statement did not change as many rows as the caller's logic says: a bug, never an expected failure. */
export function assertChanged(changes: number, expected: number, what: string): void {
  if (changes !== expected) throw new Error(`${what}: ${changes} rows changed, expected ${expected}`)
}
