/** contacts.*, groups.*, optOuts.* and undo.restore: the people whom this computer knows. */
import type { AuditAction, AuditDetail } from '@shared/domain/audit'
import type { ContactDetail } from '@shared/contract/contacts'
import { parsePhoneNumber } from '@shared/domain/phone-number'
import { AppError } from '@shared/errors'
import type { CoreEvents, CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { requireCountry } from '../recipients/require-country'
import { appendAudit } from '../storage/audit'
import {
  contactById,
  contactHeadings,
  contactIdOfPhone,
  contactsByIds,
  insertContact,
  messagesTo,
  updateContact,
} from '../storage/contact'
import {
  addMembers,
  groupById,
  groupIdsOf,
  listGroups,
  removeMembers,
  saveGroup,
  setGroupsOf,
} from '../storage/contact-group'
import { addOptOut, optOutOf } from '../storage/opt-out'
import { erasePerson } from './erase'
import { exportContacts } from './export-contacts'
import { importRows, inspectRows } from './import-rows'
import { listContacts, listOptOuts, sharedNames } from './list-contacts'
import { mergeContacts, removeContacts, removeGroup, removeOptOutsWithUndo, restoreRemoved } from './remove'

type ContactRequest = Extract<
  keyof CoreHandlers,
  `contacts.${string}` | `groups.${string}` | `optOuts.${string}` | 'undo.restore'
>

export function contactHandlers(context: CoreContext): Pick<CoreHandlers, ContactRequest> {
  const { db, clock, events, actor } = context
  const changed = (...nouns: CoreEvents['data.changed']['noun'][]): void => {
    for (const noun of nouns) events.emit('data.changed', { noun })
  }
  const audit = (action: AuditAction, subject: string, detail: AuditDetail = {}): void =>
    appendAudit(db, { at: clock.now(), actor, action, subject, detail })

  return {
    'contacts.page': ({ offset, limit, ...filter }) => listContacts(db, filter, { offset, limit }),
    'contacts.get': async ({ id }) => Promise.resolve(detailOf(context, id)),

    'contacts.find': async ({ phone, country }) => {
      await Promise.resolve()
      const id = contactIdOfPhone(db, phoneOf(phone, country))
      return id === null ? null : detailOf(context, id)
    },

    'contacts.save': async ({ id, phone, name, fields, groupIds, country }) => {
      await Promise.resolve()
      const contact = { phone: phoneOf(phone, country), name, fields }
      const saved = db
        .transaction(() => {
          const taken = contactIdOfPhone(db, contact.phone)
          if (taken !== null && taken !== id)
            throw new AppError('contact_exists', { phone: contact.phone, contact: taken })
          if (id !== undefined) contactById(db, id)
          const contactId = id ?? insertContact(db, contact, { now: clock.now() })
          if (id !== undefined) updateContact(db, id, contact, clock.now())
          setGroupsOf(db, contactId, groupIds)
          audit('contact.save', `contact ${contactId}`)
          return contactId
        })
        .immediate()
      changed('contacts', 'groups')
      return detailOf(context, saved)
    },

    'contacts.remove': async (input) => {
      const removed = await removeContacts(context, input)
      changed('contacts', 'groups')
      return removed
    },
    'contacts.headings': async () => Promise.resolve(contactHeadings(db)),

    'contacts.duplicates': async (range) => {
      const { sets, total } = await sharedNames(db, range)
      const rows = sets
        .map((ids) => contactsByIds(db, ids))
        .map((contacts) => ({ name: contacts[0]?.name ?? '', contacts }))
      return { rows, total }
    },

    'contacts.merge': async ({ keepId, mergeIds }) => {
      await Promise.resolve()
      const removed = mergeContacts(context, keepId, mergeIds)
      changed('contacts', 'groups')
      return removed
    },

    'contacts.addToGroup': async ({ groupId, ids }) => {
      await Promise.resolve()
      const added = db
        .transaction(() => {
          const group = groupById(db, groupId)
          const count = addMembers(db, groupId, ids)
          audit('group.add', group.name, { contacts: count })
          return count
        })
        .immediate()
      changed('contacts', 'groups')
      return added
    },

    'contacts.removeFromGroup': async ({ groupId, ids }) => {
      await Promise.resolve()
      const removed = db
        .transaction(() => {
          const group = groupById(db, groupId)
          const count = removeMembers(db, groupId, ids)
          audit('group.take', group.name, { contacts: count })
          return count
        })
        .immediate()
      changed('contacts', 'groups')
      return removed
    },

    'contacts.inspect': (input) => inspectRows(context, input),

    'contacts.import': ({ jobId, ...request }) =>
      context.jobs.run(jobId, async (job) => {
        const result = await importRows(context, {
          ...request,
          target: 'contacts',
          reason: '',
          signal: job.signal,
          onProgress: (done, total) => job.progress(done, total),
        })
        const { added, updated, invalid } = result
        audit('contacts.import', request.groupName ?? '', { rows: result.rows, added, updated, invalid })
        changed('contacts', 'groups')
        return result
      }),

    'contacts.export': (input) => exportContacts(context, input),

    'contacts.erase': async ({ phone }) => {
      const erased = await erasePerson(context, phoneOf(phone, context.settings().country))
      changed('contacts', 'groups', 'optOuts', 'messages')
      return erased
    },

    'groups.list': async () => Promise.resolve(listGroups(db)),

    'groups.save': async (input) => {
      await Promise.resolve()
      const id = db
        .transaction(() => {
          const saved = saveGroup(db, input, clock.now())
          audit('group.save', input.name)
          return saved
        })
        .immediate()
      changed('groups', 'contacts')
      return groupById(db, id)
    },

    'groups.remove': async ({ id }) => {
      await Promise.resolve()
      const removed = removeGroup(context, id)
      changed('groups', 'contacts')
      return removed
    },

    'optOuts.page': ({ search, offset, limit }) => listOptOuts(db, search, { offset, limit }),

    'optOuts.add': async ({ phones, reason, country }) => {
      await Promise.resolve()
      const numbers = phones.map((phone) => phoneOf(phone, country))
      const added = db
        .transaction(() => {
          const count = numbers.filter((phone) =>
            addOptOut(db, { phone, reason, source: 'person', createdAt: clock.now() }),
          ).length
          audit('optOut.add', '', { numbers: count })
          return count
        })
        .immediate()
      changed('optOuts', 'contacts')
      return added
    },

    'optOuts.remove': async ({ phones, country }) => {
      await Promise.resolve()
      const removed = removeOptOutsWithUndo(
        context,
        phones.map((phone) => phoneOf(phone, country)),
      )
      changed('optOuts', 'contacts')
      return removed
    },

    'optOuts.import': async ({ source, country, reason, mapping = null }) => {
      const result = await importRows(context, {
        source,
        country,
        reason,
        mapping,
        groupName: null,
        target: 'opt_outs',
      })
      audit('optOuts.import', '', { rows: result.rows, added: result.added })
      changed('optOuts', 'contacts')
      return result
    },

    'undo.restore': async ({ undoId }) => {
      await Promise.resolve()
      const restored = restoreRemoved(context, undoId)
      changed('contacts', 'groups', 'optOuts', 'templates')
      return restored
    },
  }
}

function detailOf({ db }: CoreContext, id: number): ContactDetail {
  const contact = contactById(db, id)
  return {
    ...contact,
    groupIds: groupIdsOf(db, id),
    optOut: optOutOf(db, contact.phone),
    ...messagesTo(db, contact.phone),
  }
}

/** E.164, in any spelling; an old number is brought to today's plan. Throws AppError phone_invalid, country_unknown. */
function phoneOf(raw: string, country: string): string {
  const parsed = parsePhoneNumber(raw, requireCountry(country), { migrate: 'apply', allowFixed: true })
  if (!parsed.ok) throw new AppError('phone_invalid', { phone: raw.slice(0, 40), reason: parsed.reason })
  return parsed.e164
}
