/** Whether the list of opt-outs is still the one that something was worked out with. */
import type { Db } from './open'
import { statement } from './statement'

/** Changes whenever an opt-out is added or removed, by any process. One walk over a small index. */
export function optOutStamp(db: Db): string {
  const row = statement(
    db,
    'SELECT count(*) AS n, max(created_at) AS last, sum(created_at) AS total FROM opt_out',
  ).get() as {
    n: number
    last: number | null
    total: number | null
  }
  return `${row.n}:${row.last ?? 0}:${row.total ?? 0}`
}
