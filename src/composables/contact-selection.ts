/** What is chosen in a table, as core is asked for it: any number of rows, without their ids crossing the bridge. Pure. */
import type { ContactFilter, ContactSelection, OptOutSelection } from '@shared/contract/contacts'
import type { TableSelection } from '@/components/base/table-types'

export function contactSelectionOf(selection: TableSelection, filter: ContactFilter): ContactSelection {
  const ids = [...selection.keys].map(Number)
  return selection.all ? { filter, except: ids } : { ids }
}

export function optOutSelectionOf(selection: TableSelection, search: string, country: string): OptOutSelection {
  const phones = [...selection.keys].map(String)
  return selection.all ? { search, except: phones } : { phones, country }
}
