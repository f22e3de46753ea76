/** A contact as it is kept to be brought back: without its id, which somebody else may have by then. */
import { z } from '@shared/contract/schema'
import { contactIdOfPhone, contactsByIds, insertContact } from '../storage/contact'
import { groupIdsOf, setGroupsOf } from '../storage/contact-group'
import type { Db } from '../storage/open'

export const keptContact = z.object({
  phone: z.string(),
  name: z.string(),
  fields: z.record(z.string(), z.string()),
  groupIds: z.array(z.number()),
  createdAt: z.number(),
})
export type KeptContact = z.infer<typeof keptContact>

/** Those that are there, in the order of `ids`. */
export function keptContacts(db: Db, ids: readonly number[]): KeptContact[] {
  return contactsByIds(db, ids).map(({ id, phone, name, fields, createdAt }) => ({
    phone,
    name,
    fields,
    createdAt,
    groupIds: groupIdsOf(db, id),
  }))
}

/** False where somebody has the number meanwhile. */
export function bringBack(db: Db, contact: KeptContact, now: number): boolean {
  if (contactIdOfPhone(db, contact.phone) !== null) return false
  const id = insertContact(db, contact, { now, createdAt: contact.createdAt })
  setGroupsOf(db, id, contact.groupIds)
  return true
}
