/** Several contacts that may be one person: which of them are, and what is kept where they differ. Pure. */
import type { ContactRow } from '@shared/contract/contacts'
import type { RequestInput } from '@shared/window-contract'

export interface MergeChoice {
  /** The contact whose number stays. */
  readonly keepId: number
  /** Those that are one person, the kept one among them. */
  readonly together: ReadonlySet<number>
  /** Heading → the contact whose value is kept; the kept contact's own where it says nothing. */
  readonly take: ReadonlyMap<string, number>
  readonly nameFrom: number | null
}

export interface MergeConflict {
  /** Null for the name. */
  readonly heading: string | null
  readonly options: readonly { readonly from: number; readonly value: string }[]
}

const valueOf = (contact: ContactRow, heading: string | null): string =>
  heading === null ? contact.name : (new Map(Object.entries(contact.fields)).get(heading) ?? '')

/** What differs among those that are merged: values that are there, each once. */
export function conflictsOf(
  contacts: readonly ContactRow[],
  { together }: Pick<MergeChoice, 'together'>,
): MergeConflict[] {
  const merged = contacts.filter(({ id }) => together.has(id))
  const headings = new Set(merged.flatMap(({ fields }) => Object.keys(fields)))
  return [null, ...headings]
    .map((heading) => {
      const options = new Map<string, number>()
      for (const contact of merged) {
        const value = valueOf(contact, heading)
        if (value !== '' && !options.has(value)) options.set(value, contact.id)
      }
      return { heading, options: [...options].map(([value, from]) => ({ from, value })) }
    })
    .filter(({ options }) => options.length > 1)
}

/** Which option is chosen: what the person said, else the kept contact's own value, else the first. */
export function chosenFrom(
  { heading, options }: MergeConflict,
  contacts: readonly ContactRow[],
  choice: MergeChoice,
): number | null {
  const said = heading === null ? choice.nameFrom : (choice.take.get(heading) ?? null)
  if (options.some(({ from }) => from === said)) return said
  const kept = contacts.find(({ id }) => id === choice.keepId)
  const own = kept && options.find(({ value }) => value === valueOf(kept, heading))
  return (own ?? options[0])?.from ?? null
}

/** What core is asked for; null while there is nothing to merge. */
export function mergeInputOf(
  contacts: readonly ContactRow[],
  choice: MergeChoice,
): RequestInput<'contacts.merge'> | null {
  const mergeIds = [...choice.together].filter((id) => id !== choice.keepId)
  if (mergeIds.length === 0 || !choice.together.has(choice.keepId)) return null
  const take: { heading: string; from: number }[] = []
  let nameFrom: number | null = null
  for (const conflict of conflictsOf(contacts, choice)) {
    const from = chosenFrom(conflict, contacts, choice)
    if (from === null) continue
    if (conflict.heading === null) nameFrom = from
    else take.push({ heading: conflict.heading, from })
  }
  return { keepId: choice.keepId, mergeIds, take, ...(nameFrom === null ? {} : { nameFrom }) }
}
