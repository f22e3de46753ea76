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

it.each([
  ['Maman 677112237', '677112237'],
  ['Mme N’Guessan-Koné : 07 07 12 34 56', '07 07 12 34 56'],
  ['677 11 22 37 (Papa)', '677 11 22 37'],
  ['Tél. +237 (6) 77-11-22-37', '+237 (6) 77-11-22-37'],
  // two numbers, or a figure in the name: shown as a problem, not guessed
  ['677112237 ou 699001122', '677112237 ou 699001122'],
  ['Classe 3B 677112237', 'Classe 3B 677112237'],
  ['Maman', 'Maman'],
  ['2.37651E+11', '2.37651E+11'],
])('words around a number are no part of it: %s', (typed, number) => {
  expect(readNumbers(typed)).toEqual([number])
})
