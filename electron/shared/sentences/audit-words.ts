/** Every word that the audit log needs in a language: audit.fr.ts and audit.en.ts have them. */
import type { Settings } from '../contract/program'
import type { SourceInput } from '../contract/recipients'
import type { AuditAction, AuditActor, AuditDetailKey } from '../domain/audit'

export interface AuditWords {
  readonly actors: Readonly<Record<AuditActor, string>>
  readonly actions: Readonly<Record<AuditAction, string>>
  readonly details: Readonly<Record<AuditDetailKey, string>>
  readonly subjects: Readonly<Record<'campaign' | 'contact', string>>
  readonly sources: Readonly<Record<SourceInput['kind'], string>>
  /** What an undo brings back, or takes back. */
  readonly removed: Readonly<
    Record<'contacts' | 'merge' | 'group' | 'opt_outs' | 'template' | 'joined' | 'left' | 'opted_out', string>
  >
  readonly settings: Readonly<Record<keyof Settings, string>>
  readonly asFastAsPossible: string
  readonly perSecond: string
}
