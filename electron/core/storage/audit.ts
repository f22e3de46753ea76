/** The audit log: who did what when. Append-only by trigger; holds no texts, no secrets, no full lists of numbers. */
import type { AuditRow } from '@shared/contract/program'
import type { Db } from './open'

export type Actor = 'window' | 'command_line' | 'scheduler' | 'engine'

export interface AuditEntry {
  readonly at: number
  readonly actor: Actor
  /** `noun.verb`, as in the contract: `campaign.start`, `account.save`… */
  readonly action: string
  /** What it was done to: `campaign 12`, an account's name… */
  readonly subject: string
  readonly detail?: AuditRow['detail']
}

export function appendAudit(db: Db, entry: AuditEntry): void {
  db.prepare('INSERT INTO audit_entry (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)').run(
    entry.at,
    entry.actor,
    entry.action,
    entry.subject,
    JSON.stringify(entry.detail ?? {}),
  )
}
