/** Removing with undo: contacts, merged contacts, groups, opt-outs, templates; and bringing them back. */
import type { ContactFilter, Removed } from '@shared/contract/contacts'
import { z } from '@shared/contract/schema'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { breathe } from '../drafts/breathe'
import { appendAudit } from '../storage/audit'
import {
  contactById,
  contactIdOfPhone,
  contactsByIds,
  deleteContacts,
  insertContact,
  updateContact,
} from '../storage/contact'
import {
  addMembers,
  deleteGroup,
  groupByName,
  groupById,
  groupIdsOf,
  memberIds,
  saveGroup,
  setGroupsOf,
} from '../storage/contact-group'
import { addOptOut, removeOptOuts } from '../storage/opt-out'
import { keepRemoved, takeRemoved } from '../storage/removed-record'
import { listTemplates, saveTemplate } from '../storage/template'
import { shownContacts } from './list-contacts'

/** Above this, a removal is for good: keeping the rows would double the database. */
const undoableContacts = 20_000
const removedAtOnce = 1000

const storedContact = z.object({
  phone: z.string(),
  name: z.string(),
  fields: z.record(z.string(), z.string()),
  groupIds: z.array(z.number()),
  createdAt: z.number(),
})
type KeptContact = z.infer<typeof storedContact>
const payloads = {
  contacts: z.array(storedContact),
  merge: z.object({ before: storedContact.extend({ id: z.number() }), merged: z.array(storedContact) }),
  group: z.object({ name: z.string(), members: z.array(z.number()) }),
  optOuts: z.array(
    z.object({
      phone: z.string(),
      reason: z.string(),
      source: z.enum(['person', 'import', 'reply', 'erase']),
      createdAt: z.number(),
    }),
  ),
  template: z.object({ name: z.string(), body: z.string() }),
}

export async function removeContacts(
  context: CoreContext,
  input: { ids: readonly number[] } | { filter: ContactFilter },
): Promise<Removed> {
  const { db, clock, actor } = context
  const ids = 'ids' in input ? [...new Set(input.ids)] : await shownContacts(db, input.filter)
  const audit = (count: number): void =>
    appendAudit(db, { at: clock.now(), actor, action: 'contacts.remove', subject: '', detail: { contacts: count } })
  if (ids.length <= undoableContacts) {
    return db
      .transaction(() => {
        const kept = keptOf(context, ids)
        const count = deleteContacts(db, ids)
        audit(count)
        return { count, undoId: count === 0 ? null : keepRemoved(db, 'contacts', kept, clock.now()) }
      })
      .immediate()
  }
  let count = 0
  for (let start = 0; start < ids.length; start += removedAtOnce) {
    count += db.transaction(() => deleteContacts(db, ids.slice(start, start + removedAtOnce))).immediate()
    await breathe()
  }
  audit(count)
  return { count, undoId: null }
}

/** Fields and groups that the kept contact lacks come from the others, in their order. Throws AppError unknown_contact. */
export function mergeContacts(context: CoreContext, keepId: number, mergeIds: readonly number[]): Removed {
  const { db, clock, actor } = context
  return db
    .transaction(() => {
      const kept = contactById(db, keepId)
      const others = [...new Set(mergeIds)].filter((id) => id !== keepId).map((id) => contactById(db, id))
      const fields = new Map(Object.entries(kept.fields))
      for (const other of others) {
        for (const [heading, value] of Object.entries(other.fields)) {
          if ((fields.get(heading) ?? '') === '') fields.set(heading, value)
        }
      }
      const [before] = keptOf(context, [keepId])
      const ids = others.map(({ id }) => id)
      const merged = keptOf(context, ids)
      const groupIds = new Set([keepId, ...ids].flatMap((id) => groupIdsOf(db, id)))
      const name = kept.name === '' ? (others.find((other) => other.name !== '')?.name ?? '') : kept.name
      deleteContacts(db, ids)
      updateContact(db, keepId, { phone: kept.phone, name, fields: Object.fromEntries(fields) }, clock.now())
      setGroupsOf(db, keepId, [...groupIds])
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: 'contacts.merge',
        subject: `contact ${keepId}`,
        detail: { contacts: ids.length },
      })
      return {
        count: ids.length,
        undoId: keepRemoved(db, 'merge', { before: { ...before, id: keepId }, merged }, clock.now()),
      }
    })
    .immediate()
}

export function removeGroup(context: CoreContext, id: number): Removed {
  const { db, clock, actor } = context
  return db
    .transaction(() => {
      const { name } = groupById(db, id)
      const members = memberIds(db, id)
      deleteGroup(db, id)
      appendAudit(db, { at: clock.now(), actor, action: 'group.remove', subject: name })
      return { count: 1, undoId: keepRemoved(db, 'group', { name, members }, clock.now()) }
    })
    .immediate()
}

export function removeOptOutsWithUndo(context: CoreContext, phones: readonly string[]): Removed {
  const { db, clock, actor } = context
  return db
    .transaction(() => {
      const removed = removeOptOuts(db, phones)
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: 'optOuts.remove',
        subject: '',
        detail: { numbers: removed.length },
      })
      return {
        count: removed.length,
        undoId: removed.length === 0 ? null : keepRemoved(db, 'opt_outs', removed, clock.now()),
      }
    })
    .immediate()
}

/** Returns how many things came back; what is there again meanwhile is left as it is. Throws AppError undo_expired. */
export function restoreRemoved(context: CoreContext, undoId: number): number {
  const { db, clock, actor } = context
  const now = clock.now()
  return db
    .transaction(() => {
      const { kind, payload } = takeRemoved(db, undoId)
      appendAudit(db, { at: now, actor, action: 'undo.restore', subject: kind })
      switch (kind) {
        case 'contacts':
          return payloads.contacts.parse(payload).filter((contact) => bringBack(context, contact)).length
        case 'merge': {
          const { before, merged } = payloads.merge.parse(payload)
          if (contactsByIds(db, [before.id]).length === 0) throw new AppError('undo_expired')
          updateContact(db, before.id, before, now)
          setGroupsOf(db, before.id, before.groupIds)
          return merged.filter((contact) => bringBack(context, contact)).length
        }
        case 'group': {
          const { name, members } = payloads.group.parse(payload)
          addMembers(db, groupByName(db, name)?.id ?? saveGroup(db, { name }, now), members)
          return 1
        }
        case 'opt_outs':
          return payloads.optOuts.parse(payload).filter((optOut) => addOptOut(db, optOut)).length
        case 'template': {
          const template = payloads.template.parse(payload)
          if (listTemplates(db).some(({ name }) => name === template.name)) return 0
          saveTemplate(db, template, now)
          return 1
        }
      }
    })
    .immediate()
}

function keptOf({ db }: CoreContext, ids: readonly number[]): KeptContact[] {
  return contactsByIds(db, ids).map(({ id, phone, name, fields, createdAt }) => ({
    phone,
    name,
    fields,
    createdAt,
    groupIds: groupIdsOf(db, id),
  }))
}

function bringBack({ db, clock }: CoreContext, contact: KeptContact): boolean {
  if (contactIdOfPhone(db, contact.phone) !== null) return false
  const id = insertContact(db, contact, { now: clock.now(), createdAt: contact.createdAt })
  setGroupsOf(db, id, contact.groupIds)
  return true
}
