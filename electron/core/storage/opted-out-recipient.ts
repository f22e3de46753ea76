/** Recipients of a draft whose number is opted out. Opt-outs come and go, so this is never stored with the recipient. */
import type { Db } from './open'
import { statement } from './statement'

const step = 1000

const sql = {
  optOuts: 'SELECT count(*) FROM opt_out',
  // few opt-outs, many recipients: one search in recipient_by_phone for each opt-out
  lastOptOut: 'SELECT max(phone) FROM (SELECT phone FROM opt_out WHERE phone > ? ORDER BY phone LIMIT ?)',
  fromOptOuts: `
    SELECT r.source, count(*) AS n
    FROM (SELECT phone FROM opt_out WHERE phone > @after ORDER BY phone LIMIT @limit) AS o
    CROSS JOIN recipient AS r ON r.phone = o.phone
    CROSS JOIN recipient_source AS s ON s.id = r.source AND s.state = 'ready'
    WHERE r.campaign_id = @campaignId AND r.status = 'valid' GROUP BY r.source`,
  // few recipients, many opt-outs: the other way round
  fromRecipients: `
    SELECT max(page.id) AS last, coalesce(sum(EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = page.phone)), 0) AS n
    FROM (SELECT id, phone FROM recipient WHERE source = @source AND status = 'valid' AND id > @after ORDER BY id LIMIT @limit) AS page`,
} as const

export interface OptedOutPart {
  readonly source: number
  readonly count: number
}

/** Counts by source, in bounded steps: add up the parts of each. Between steps the caller may yield. */
export function* countOptedOut(
  db: Db,
  campaignId: number,
  sources: readonly { readonly id: number; readonly valid: number }[],
): Generator<readonly OptedOutPart[]> {
  const optOuts = statement(db, sql.optOuts).pluck().get() as number
  const valid = sources.reduce((sum, source) => sum + source.valid, 0)
  if (optOuts === 0 || valid === 0) return
  if (optOuts <= valid) {
    for (let after: string | null = ''; after !== null;) {
      const parts = statement(db, sql.fromOptOuts).all({ campaignId, after, limit: step })
      yield (parts as { source: number; n: number }[]).map(({ source, n }) => ({ source, count: n }))
      after = statement(db, sql.lastOptOut).pluck().get(after, step) as string | null
    }
    return
  }
  for (const { id } of sources) {
    for (let after: number | null = 0; after !== null;) {
      const part = statement(db, sql.fromRecipients).get({ source: id, after, limit: step }) as {
        last: number | null
        n: number
      }
      yield [{ source: id, count: part.n }]
      after = part.last
    }
  }
}

export function isOptedOut(db: Db, phone: string): boolean {
  return statement(db, 'SELECT 1 FROM opt_out WHERE phone = ?').get(phone) !== undefined
}
