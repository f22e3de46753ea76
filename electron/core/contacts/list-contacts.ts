/** Lists of contacts and opt-outs. The first that needs the index in memory makes it, turn by turn of the event loop. */
import type { ContactFilter, ContactRow, ContactSelection, OptOutRow } from '@shared/contract/contacts'
import type { Page } from '@shared/contract/schema'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import {
  duplicateNames,
  idsOfContacts,
  pageOfContacts,
  prepareContactList,
  type PageRange,
} from '../storage/contact-list'
import type { Db } from '../storage/open'
import { pageOfOptOuts, searchedOptOuts, type OptOutOrder } from '../storage/opt-out'

const everyone: ContactFilter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }

async function prepared(db: Db, filter: ContactFilter): Promise<void> {
  while (!prepareContactList(db, filter)) await yieldToEventLoop()
}

/** After the first screen, before anybody asks. */
const warmAfterMs = 3_000

/** Makes the index in memory while nothing else is wanted, so that the first list of a session is there at once. Returns what ends it. */
export function warmContactList({ db, clock, log }: Pick<CoreContext, 'db' | 'clock' | 'log'>): () => void {
  let stopped = false
  const warm = async (): Promise<void> => {
    while (!stopped && !prepareContactList(db, everyone)) await yieldToEventLoop()
  }
  const cancel = clock.after(warmAfterMs, () => {
    warm().catch((error: unknown) => log.warn('contacts not read ahead', { error: String(error) }))
  })
  return () => {
    stopped = true
    cancel()
  }
}

export async function listContacts(db: Db, filter: ContactFilter, range: PageRange): Promise<Page<ContactRow>> {
  await prepared(db, filter)
  return pageOfContacts(db, filter, range)
}

/** Ids of the selection, none twice: chosen by hand in their order, else in the order of the filter. */
export async function selectedContacts(db: Db, selection: ContactSelection): Promise<number[]> {
  if ('ids' in selection) return [...new Set(selection.ids)]
  await prepared(db, selection.filter)
  const except = new Set(selection.except)
  return idsOfContacts(db, selection.filter).filter((id) => !except.has(id))
}

/** See duplicateNames. */
export async function sharedNames(db: Db, range: PageRange): Promise<ReturnType<typeof duplicateNames>> {
  await prepared(db, everyone)
  return duplicateNames(db, range)
}

export async function listOptOuts(db: Db, search: string, range: PageRange & OptOutOrder): Promise<Page<OptOutRow>> {
  if (search.trim() !== '') await prepared(db, everyone)
  return pageOfOptOuts(db, search, range)
}

/** Numbers of the opt-outs that a search shows, ascending. */
export async function shownOptOuts(db: Db, search: string): Promise<string[]> {
  if (search.trim() !== '') await prepared(db, everyone)
  return searchedOptOuts(db, search)
}
