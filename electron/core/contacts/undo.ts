/**
 * Undoing, for a day: what was removed comes back, what was added is taken back, part by part in short transactions. What is
 * there again meanwhile is left as it is; a person erased meanwhile stays erased and opted out. A crash in the middle is
 * finished at the next start.
 */
import { z } from '@shared/contract/schema'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { appendAudit } from '../storage/audit'
import { addMembers, groupByName, listGroups, removeMembers, saveGroup } from '../storage/contact-group'
import { idsOfPhones } from '../storage/contact-phone'
import { addOptOut, takeBackOptOuts } from '../storage/opt-out'
import {
  changeRemoved,
  endRemoved,
  halfRestored,
  openRemoved,
  removedParts,
  takeRemovedPart,
  type RemovedKind,
} from '../storage/removed-record'
import { listTemplates, saveTemplate } from '../storage/template'
import { bringBack, keptContact } from './kept-contact'
import { unmergeContacts } from './merge'

const phones = z.array(z.string())
const optOuts = z.array(
  z.object({
    phone: z.string(),
    reason: z.string(),
    source: z.enum(['person', 'import', 'erase']),
    createdAt: z.number(),
  }),
)
const removedGroup = z.object({ name: z.string(), groupId: z.number().optional() })
const ofGroup = z.object({ groupId: z.number() })
const ofMoment = z.object({ createdAt: z.number() })
const template = z.object({ name: z.string(), body: z.string() })

/** Returns how many things came back (or were taken back). Throws AppError undo_expired. */
export async function restoreRemoved(
  context: CoreContext,
  undoId: number,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  const { db, clock, actor } = context
  const { kind, payload, whole } = db
    .transaction(() => {
      const opened = openRemoved(db, undoId)
      appendAudit(db, { at: clock.now(), actor, action: 'undo.restore', subject: opened.kind })
      const done = restoreWhole(context, undoId, opened)
      if (done !== null && removedParts(db, undoId) === 0) endRemoved(db, undoId)
      return { ...opened, ...done, whole: done?.count ?? 0 }
    })
    .immediate()
  const total = removedParts(db, undoId)
  let count = whole
  for (let done = 1; ; done += 1) {
    const part = db
      .transaction(() => {
        const rows = takeRemovedPart(db, undoId)
        if (rows === null) endRemoved(db, undoId)
        return rows === null ? null : restorePart(context, kind, payload, rows)
      })
      .immediate()
    if (part === null) return count
    if (kind !== 'group') count += part
    onProgress(done, total)
    await yieldToEventLoop()
  }
}

/** Finishes what a crash interrupted. Call at start. */
export async function resumeRestores(context: CoreContext): Promise<void> {
  for (const undoId of halfRestored(context.db)) await restoreRemoved(context, undoId)
}

interface Opened {
  readonly kind: RemovedKind
  readonly payload: unknown
}

/** What is no list: done at once. `payload` where the parts need to know what came of it. */
function restoreWhole(
  context: CoreContext,
  undoId: number,
  { kind, payload }: Opened,
): { readonly count: number; readonly payload?: unknown } | null {
  const { db, clock } = context
  switch (kind) {
    case 'merge':
      return { count: unmergeContacts(context, payload) }
    case 'template': {
      const { name, body } = template.parse(payload)
      if (listTemplates(db).some((known) => known.name === name)) return { count: 0 }
      saveTemplate(db, { name, body }, clock.now())
      return { count: 1 }
    }
    case 'group': {
      const { name, groupId } = removedGroup.parse(payload)
      const known = groupId ?? groupByName(db, name)?.id ?? saveGroup(db, { name }, clock.now())
      const remembered = { name, groupId: known }
      changeRemoved(db, undoId, remembered)
      return { count: 1, payload: remembered }
    }
    case 'contacts':
    case 'opt_outs':
    case 'joined':
    case 'left':
    case 'opted_out':
      return null
  }
}

function restorePart({ db, clock }: CoreContext, kind: RemovedKind, payload: unknown, rows: unknown): number {
  switch (kind) {
    case 'contacts':
      return z
        .array(keptContact)
        .parse(rows)
        .filter((contact) => bringBack(db, contact, clock.now())).length
    case 'opt_outs':
      return optOuts.parse(rows).filter((optOut) => addOptOut(db, optOut)).length
    case 'joined':
      return removeMembers(db, ofGroup.parse(payload).groupId, idsOfPhones(db, phones.parse(rows))).length
    case 'group':
    case 'left': {
      const { groupId } = ofGroup.parse(payload)
      if (!listGroups(db).some(({ id }) => id === groupId)) return 0
      return addMembers(db, groupId, idsOfPhones(db, phones.parse(rows))).length
    }
    case 'opted_out':
      return takeBackOptOuts(db, phones.parse(rows), ofMoment.parse(payload).createdAt)
    case 'merge':
    case 'template':
      return 0
  }
}
