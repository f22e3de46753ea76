import { describe, expect, it } from 'vitest'
import type { ContactRow } from '@shared/contract/contacts'
import { chosenFrom, conflictsOf, mergeInputOf, type MergeChoice } from '@/components/contacts/merge-choice'

const contact = (id: number, name: string, fields: Record<string, string>): ContactRow => ({
  id,
  phone: `+23767700000${id}`,
  name,
  fields,
  groups: [],
  optedOut: false,
  createdAt: 1,
  updatedAt: 1,
})
const contacts = [
  contact(1, 'AWA', { Ville: '', Classe: 'CM2' }),
  contact(2, 'Awa', { Ville: 'Douala', Classe: 'CM2' }),
  contact(3, 'Awa', { Ville: 'Kribi', Classe: 'CE1' }),
]
const choice: MergeChoice = { keepId: 1, together: new Set([1, 2, 3]), take: new Map(), nameFrom: null }

describe('merging contacts of one name', () => {
  it('asks only about what differs among those that are one person', () => {
    expect(conflictsOf(contacts, choice).map(({ heading }) => heading)).toEqual([null, 'Ville', 'Classe'])
    const two = { together: new Set([2, 3]) }
    expect(conflictsOf(contacts, two).map(({ heading }) => heading)).toEqual(['Ville', 'Classe'])
    expect(conflictsOf(contacts, { together: new Set([1]) })).toEqual([])
  })

  it('proposes what the kept contact has, else the first that has something', () => {
    const [name, town, form] = conflictsOf(contacts, choice)
    expect([name!, town!, form!].map((conflict) => chosenFrom(conflict, contacts, choice))).toEqual([1, 2, 1])
    const other = { ...choice, keepId: 3, take: new Map([['Ville', 2]]) }
    expect([name!, town!, form!].map((conflict) => chosenFrom(conflict, contacts, other))).toEqual([2, 2, 3])
  })

  it('asks core for exactly what is shown as chosen, and for nothing while one contact is left', () => {
    expect(mergeInputOf(contacts, { ...choice, nameFrom: 2, take: new Map([['Ville', 3]]) })).toEqual({
      keepId: 1,
      mergeIds: [2, 3],
      nameFrom: 2,
      take: [
        { heading: 'Ville', from: 3 },
        { heading: 'Classe', from: 1 },
      ],
    })
    expect(mergeInputOf(contacts, { ...choice, together: new Set([1]) })).toBeNull()
  })
})
