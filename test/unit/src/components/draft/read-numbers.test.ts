/** Numbers typed one after the other. */
import { expect, it } from 'vitest'
import { readNumbers } from '@/components/draft/read-numbers'

it('come one a line or between commas and semicolons, with the spaces that people write in them', () => {
  expect(readNumbers('6 77 12 34 56\n+237 699 00 11 22, 677-12-34-57 ;\r\n\n')).toEqual([
    '6 77 12 34 56',
    '+237 699 00 11 22',
    '677-12-34-57',
  ])
})
