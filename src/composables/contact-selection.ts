/**
 * What a selection in the table of contacts means to core: the ids, or the whole filter where everything is chosen.
 * Core takes at most ten thousand ids at a time.
 */
import type { ContactFilter } from '@shared/contract/contacts'
import type { RequestInput } from '@shared/window-contract'
import { request } from '@/api/client'
import type { TableSelection } from '@/components/base/table-types'

const mostIds = 10_000
const pageSize = 200

/** Ids of the chosen rows, at most 10,000: of a longer selection the first ones under the filter. */
export async function selectedContactIds(selection: TableSelection, filter: ContactFilter): Promise<number[]> {
  if (!selection.all) return [...selection.keys].map(Number).slice(0, mostIds)
  const ids: number[] = []
  for (let offset = 0; ids.length < mostIds; offset += pageSize) {
    const { rows, total } = await request('contacts.page', { ...filter, offset, limit: pageSize })
    for (const { id } of rows) if (!selection.keys.has(id)) ids.push(id)
    if (rows.length === 0 || offset + pageSize >= total) break
  }
  return ids.slice(0, mostIds)
}

/** What `contacts.remove` is asked for. */
export async function removalOf(
  selection: TableSelection,
  filter: ContactFilter,
): Promise<RequestInput<'contacts.remove'>> {
  if (selection.all && selection.keys.size === 0) return { filter }
  return { ids: await selectedContactIds(selection, filter) }
}
