/** Names that tell campaigns apart. */
import { expect, it } from 'vitest'
import type { DraftSource } from '@shared/contract/drafts'
import { automaticName } from '@/components/draft/automatic-name'

const source = (kind: DraftSource['kind'], label: string) => ({ kind, label }) as DraftSource

it.each([
  ['its file, without the ending', [source('file', 'Parents 6e B.xlsx')], '', 'Parents 6e B'],
  ['its group', [source('group', 'Clients fidèles')], 'Bonjour', 'Clients fidèles'],
  ['the first file', [source('numbers', '3 numéros'), source('file', 'v1.2 liste.csv')], '', 'v1.2 liste'],
  [
    'its first words, without placeholders',
    [source('numbers', '3 numéros')],
    'Bonjour {{ Nom }}, soldes demain.',
    'Bonjour, soldes demain.',
  ],
  ['whole words', [], 'Réunion des parents '.repeat(5), 'Réunion des parents Réunion des parents Réunion des parents…'],
  ['nothing yet', [], ' {{ Nom }} ', null],
] as const)('%s', (_, sources, template, name) => {
  expect(automaticName({ sources: [...sources], template })).toBe(name)
})
