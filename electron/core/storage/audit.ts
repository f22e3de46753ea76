/** The audit log: who did what when. Append-only by trigger; holds no texts, no secrets, no full lists of numbers. */
import type { AuditAction, AuditActor, AuditDetail } from '@shared/domain/audit'
import type { Db } from './open'

export interface AuditEntry {
  readonly at: number
  readonly actor: AuditActor
  readonly action: AuditAction
  /** What it was done to: `campaign 12`, an account's name… */
  readonly subject: string
  readonly detail?: AuditDetail
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
