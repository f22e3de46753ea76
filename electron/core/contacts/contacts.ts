/** contacts.*, groups.*, optOuts.* and undo.restore: the people whom this computer knows. */
import type { AuditAction, AuditDetail } from '@shared/domain/audit'
import type { ContactDetail } from '@shared/contract/contacts'
import { assertShown } from '@shared/domain/typed-name'
import { AppError } from '@shared/errors'
import type { CoreHandlers, DataNoun } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
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
import { groupIdsOf, setGroupsOf } from '../storage/contact-group'
import { optOutOf } from '../storage/opt-out'
import { addToGroup, removeContacts, takeOutOfGroup } from './change-many'
import { erasePerson } from './erase'
import { exportContacts } from './export-contacts'
import { groupHandlers } from './groups'
import { importRows, inspectRows } from './import-rows'
import { listContacts, sharedNames } from './list-contacts'
import { mergeContacts } from './merge'
import { optOutHandlers } from './opt-outs'
import { readPhone } from './read-phone'
import { restoreRemoved } from './undo'

/** Contacts of one name that cross to the window: more of them are hardly one person. */
const shownOfSet = 20

type ContactRequest = Extract<
  keyof CoreHandlers,
  `contacts.${string}` | `groups.${string}` | `optOuts.${string}` | 'undo.restore'
>

export function contactHandlers(context: CoreContext): Pick<CoreHandlers, ContactRequest> {
  const { db, clock, events, actor, jobs } = context
  const changed = (...nouns: DataNoun[]): void => {
    for (const noun of nouns) events.emit('data.changed', { noun })
  }
  const audit = (action: AuditAction, subject: string, detail: AuditDetail = {}): void =>
    appendAudit(db, { at: clock.now(), actor, action, subject, detail })

  return {
    'contacts.page': ({ offset, limit, ...filter }) => listContacts(db, filter, { offset, limit }),
    'contacts.get': async ({ id }) => Promise.resolve(detailOf(context, id)),

    'contacts.find': async ({ phone, country }) => {
      await Promise.resolve()
      const id = contactIdOfPhone(db, readPhone(phone, country))
      return id === null ? null : detailOf(context, id)
    },

    'contacts.save': async ({ id, phone, name, fields, groupIds, country }) => {
      await Promise.resolve()
      const contact = { phone: readPhone(phone, country), name, fields }
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

    'contacts.remove': ({ selection, jobId }) =>
      jobs.run(jobId, (job) => removeContacts(context, selection, job)).finally(() => changed('contacts', 'groups')),
    'contacts.headings': async () => Promise.resolve(contactHeadings(db)),

    'contacts.duplicates': async (range) => {
      const { sets, total } = await sharedNames(db, range)
      const rows = sets.map((ids) => {
        const contacts = contactsByIds(db, ids.slice(0, shownOfSet))
        return { name: contacts[0]?.name ?? '', contacts, more: Math.max(0, ids.length - shownOfSet) }
      })
      return { rows, total }
    },

    'contacts.merge': async (input) => {
      await Promise.resolve()
      const merged = mergeContacts(context, input)
      changed('contacts', 'groups', 'optOuts')
      return merged
    },

    'contacts.addToGroup': ({ jobId, ...input }) =>
      jobs.run(jobId, (job) => addToGroup(context, input, job)).finally(() => changed('contacts', 'groups')),

    'contacts.removeFromGroup': ({ jobId, ...input }) =>
      jobs.run(jobId, (job) => takeOutOfGroup(context, input, job)).finally(() => changed('contacts', 'groups')),

    'contacts.inspect': (input) => inspectRows(context, input),

    'contacts.import': ({ jobId, ...request }) =>
      jobs.run(jobId, async (job) => {
        assertShown(request.groupName ?? '')
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

    'contacts.export': ({ jobId, ...input }) => jobs.run(jobId, (job) => exportContacts(context, input, job)),

    'contacts.erase': async ({ phone }) => {
      const erased = await erasePerson(context, readPhone(phone, context.settings().country))
      changed('contacts', 'groups', 'optOuts', 'messages')
      return erased
    },

    ...groupHandlers(context),
    ...optOutHandlers(context),

    'undo.restore': ({ undoId, jobId }) =>
      jobs
        .run(jobId, (job) => restoreRemoved(context, undoId, (done, total) => job.progress(done, total)))
        .finally(() => changed('contacts', 'groups', 'optOuts', 'templates')),
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
