/** What SQLite will do for a query, for tests that a hot query walks an index and never sorts. */
import type { Db } from '@core/storage/open'

/** The plan's lines. `run` calls the code under test; every statement that it prepares on `db` is explained. */
export function plansOf(db: Db, run: (db: Db) => void): string[] {
  const lines: string[] = []
  const watched = new Proxy(db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target)
      if (key !== 'prepare') return typeof value === 'function' ? (value as () => unknown).bind(target) : value
      return (sql: string) => {
        for (const { detail } of target.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nulls(sql)) as { detail: string }[])
          lines.push(detail)
        return target.prepare(sql)
      }
    },
  })
  run(watched)
  return lines
}

/** EXPLAIN runs nothing, but every parameter must be bound: one object with each name, null for each `?`. */
function nulls(sql: string): unknown[] {
  const named = [...sql.matchAll(/[@:$]([A-Za-z_]\w*)/g)].map(([, name]) => [name, null])
  const positional = Array.from(sql.replace(/'[^']*'/g, '').matchAll(/\?/g), () => null)
  return named.length > 0 ? [...positional, Object.fromEntries(named)] : positional
}
