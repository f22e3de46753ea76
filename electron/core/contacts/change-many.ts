/** What is done to any number of contacts at once: remove, put in a group, take out of it, opt out. All can be undone. */
import type { ContactSelection, Undoable } from '@shared/contract/contacts'
import type { CoreContext } from '../context'
import type { Job } from '../jobs'
import { deleteContacts } from '../storage/contact'
import { addMembers, groupById, removeMembers } from '../storage/contact-group'
import { phonesOf } from '../storage/contact-phone'
import { optContactsOut } from '../storage/opt-out'
import { piecesOf } from '../storage/pieces-of'
import { changeInPieces, pieceSize } from './in-pieces'
import { keptContacts } from './kept-contact'
import { selectedContacts } from './list-contacts'

/** The selection as it is now, in pieces: who is added while it is worked on is left alone. */
async function walk(
  { db }: CoreContext,
  selection: ContactSelection,
): Promise<{ pieces: Iterable<readonly number[]>; total: number }> {
  const ids = await selectedContacts(db, selection)
  return { pieces: piecesOf(ids, pieceSize), total: ids.length }
}

export async function removeContacts(context: CoreContext, selection: ContactSelection, job: Job): Promise<Undoable> {
  return changeInPieces(context, job, {
    kind: 'contacts',
    ...(await walk(context, selection)),
    change(ids) {
      const kept = keptContacts(context.db, ids)
      deleteContacts(context.db, ids)
      return kept
    },
    audit: { action: 'contacts.remove', counted: 'contacts' },
  })
}

/** Throws AppError unknown_group. */
export async function addToGroup(
  context: CoreContext,
  { groupId, selection }: { readonly groupId: number; readonly selection: ContactSelection },
  job: Job,
): Promise<Undoable> {
  const { db } = context
  const { name } = groupById(db, groupId)
  return changeInPieces(context, job, {
    kind: 'joined',
    payload: { groupId },
    ...(await walk(context, selection)),
    change: (ids) => phonesOf(db, addMembers(db, groupId, ids)),
    audit: { action: 'group.add', subject: name, counted: 'contacts' },
  })
}

/** Throws AppError unknown_group. */
export async function takeOutOfGroup(
  context: CoreContext,
  { groupId, selection }: { readonly groupId: number; readonly selection: ContactSelection },
  job: Job,
): Promise<Undoable> {
  const { db } = context
  const { name } = groupById(db, groupId)
  return changeInPieces(context, job, {
    kind: 'left',
    payload: { groupId },
    ...(await walk(context, selection)),
    change: (ids) => phonesOf(db, removeMembers(db, groupId, ids)),
    audit: { action: 'group.take', subject: name, counted: 'contacts' },
  })
}

export async function optOutContacts(
  context: CoreContext,
  { selection, reason }: { readonly selection: ContactSelection; readonly reason: string },
  job: Job,
): Promise<Undoable> {
  const createdAt = context.clock.now()
  return changeInPieces(context, job, {
    kind: 'opted_out',
    payload: { createdAt },
    ...(await walk(context, selection)),
    change: (ids) => optContactsOut(context.db, ids, { reason, createdAt }),
    audit: { action: 'optOut.add', counted: 'numbers' },
  })
}
