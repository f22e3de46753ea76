/** Several contacts become one: what the person chose, then what the kept one lacks. */
import type { Undoable } from '@shared/contract/contacts'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { contactById, contactIdOfPhone, deleteContacts, updateContact } from '../storage/contact'
import { groupIdsOf, setGroupsOf } from '../storage/contact-group'
import { addOptOut, optOutOf, takeBackOptOuts } from '../storage/opt-out'
import { keepRemoved } from '../storage/removed-record'
import { z } from '@shared/contract/schema'
import { bringBack, keptContact, keptContacts } from './kept-contact'

export interface MergeInput {
  readonly keepId: number
  readonly mergeIds: readonly number[]
  readonly nameFrom?: number | undefined
  readonly take?: readonly { readonly heading: string; readonly from: number }[] | undefined
}

export const mergePayload = z.object({
  before: keptContact,
  merged: z.array(keptContact),
  /** When the kept number was opted out because another one was; null where it was not. */
  optedOutAt: z.number().nullable(),
})

/** Fields and groups that the kept contact lacks come from the others, in their order. Throws AppError unknown_contact. */
export function mergeContacts({ db, clock, actor }: CoreContext, input: MergeInput): Undoable {
  const { keepId, mergeIds, nameFrom, take = [] } = input
  const now = clock.now()
  return db
    .transaction(() => {
      const kept = contactById(db, keepId)
      const others = [...new Set(mergeIds)].filter((id) => id !== keepId).map((id) => contactById(db, id))
      const one = (id: number): typeof kept => {
        const found = [kept, ...others].find((contact) => contact.id === id)
        if (found === undefined) throw new AppError('unknown_contact', { contact: id })
        return found
      }
      const chosen = take.map(({ heading, from }) => [heading, new Map(Object.entries(one(from).fields))] as const)
      const fields = new Map(Object.entries(kept.fields))
      for (const [heading, values] of chosen) fields.set(heading, values.get(heading) ?? '')
      const settled = new Set(chosen.map(([heading]) => heading))
      for (const other of others) {
        for (const [heading, value] of Object.entries(other.fields)) {
          if (!settled.has(heading) && (fields.get(heading) ?? '') === '') fields.set(heading, value)
        }
      }
      const names = [...(nameFrom === undefined ? [] : [one(nameFrom)]), kept, ...others].map(({ name }) => name)
      const ids = others.map(({ id }) => id)
      const groupIds = new Set([keepId, ...ids].flatMap((id) => groupIdsOf(db, id)))
      const [before] = keptContacts(db, [keepId])
      const merged = keptContacts(db, ids)
      // who asked for silence at one number did not ask for messages at the other
      const wish = others.map(({ phone }) => optOutOf(db, phone)).find((optOut) => optOut !== null)
      const optedOut =
        wish !== undefined &&
        addOptOut(db, { phone: kept.phone, reason: wish.reason, source: 'person', createdAt: now })
      deleteContacts(db, ids)
      const name = names.find((each) => each !== '') ?? ''
      updateContact(db, keepId, { phone: kept.phone, name, fields: Object.fromEntries(fields) }, now)
      setGroupsOf(db, keepId, [...groupIds])
      appendAudit(db, {
        at: now,
        actor,
        action: 'contacts.merge',
        subject: `contact ${keepId}`,
        detail: { contacts: ids.length },
      })
      const payload = { before, merged, optedOutAt: optedOut ? now : null }
      return { count: ids.length, undoId: keepRemoved(db, 'merge', payload, now) }
    })
    .immediate()
}

/** Within a transaction. Throws AppError undo_expired where the kept contact is gone meanwhile. */
export function unmergeContacts({ db, clock }: CoreContext, payload: unknown): number {
  const { before, merged, optedOutAt } = mergePayload.parse(payload)
  const id = contactIdOfPhone(db, before.phone)
  if (id === null) throw new AppError('undo_expired')
  updateContact(db, id, before, clock.now())
  setGroupsOf(db, id, before.groupIds)
  if (optedOutAt !== null) takeBackOptOuts(db, [before.phone], optedOutAt)
  return merged.filter((contact) => bringBack(db, contact, clock.now())).length
}
