/** Lists of contacts and opt-outs. The first that needs the index in memory makes it, turn by turn of the event loop. */
import type { ContactFilter, ContactRow, OptOutRow } from '@shared/contract/contacts'
import type { Page } from '@shared/contract/schema'
import { breathe } from '../drafts/breathe'
import {
  duplicateNames,
  idsOfContacts,
  pageOfContacts,
  prepareContactList,
  type PageRange,
} from '../storage/contact-list'
import type { Db } from '../storage/open'
import { pageOfOptOuts } from '../storage/opt-out'

const everyone: ContactFilter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }

async function prepared(db: Db, filter: ContactFilter): Promise<void> {
  while (!prepareContactList(db, filter)) await breathe()
}

export async function listContacts(db: Db, filter: ContactFilter, range: PageRange): Promise<Page<ContactRow>> {
  await prepared(db, filter)
  return pageOfContacts(db, filter, range)
}

/** Ids of everything that the filter shows, in its order. */
export async function shownContacts(db: Db, filter: ContactFilter): Promise<number[]> {
  await prepared(db, filter)
  return idsOfContacts(db, filter)
}

/** See duplicateNames. */
export async function sharedNames(db: Db, range: PageRange): Promise<ReturnType<typeof duplicateNames>> {
  await prepared(db, everyone)
  return duplicateNames(db, range)
}

export async function listOptOuts(db: Db, search: string, range: PageRange): Promise<Page<OptOutRow>> {
  if (search.trim() !== '') await prepared(db, everyone)
  return pageOfOptOuts(db, search, range)
}
