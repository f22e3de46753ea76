/** Reading the audit log: pages and the whole, newest first. */
import type { AuditRow } from '@shared/contract/program'
import { auditActionsNamed } from '@shared/sentences/audit'
import { parseJson, scalarRecord } from './json-text'
import type { Db } from './open'
import { likeLiteral } from './search-text'
import { statement } from './statement'

export interface AuditQuery {
  /** Part of the action's name, of its words in either language, or of the subject. */
  readonly search: string
  readonly from: number | null
  readonly to: number | null
}

export function pageOfAudit(
  db: Db,
  query: AuditQuery,
  { offset, limit }: { offset: number; limit: number },
): { rows: AuditRow[]; total: number } {
  const search = query.search.trim()
  const conditions = [
    query.from !== null ? 'at >= @from' : null,
    query.to !== null ? 'at <= @to' : null,
    search !== ''
      ? `(action LIKE @like ESCAPE '\\' OR subject LIKE @like ESCAPE '\\' OR action IN (SELECT value FROM json_each(@named)))`
      : null,
  ].filter((condition) => condition !== null)
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const params = {
    from: query.from,
    to: query.to,
    like: `%${likeLiteral(search)}%`,
    named: JSON.stringify(auditActionsNamed(search)),
  }
  const total = statement(db, `SELECT count(*) FROM audit_entry ${where}`).pluck().get(params) as number
  const rows = statement(
    db,
    `SELECT id, at, actor, action, subject, detail FROM audit_entry ${where} ORDER BY at DESC, id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...params, limit, offset }) as (Omit<AuditRow, 'detail'> & { detail: string })[]
  return { rows: rows.map((row) => ({ ...row, detail: parseJson(row.detail, scalarRecord, {}) })), total }
}
