import { describe, expect, it } from 'vitest'
import { searchCommands, type PaletteCommand } from '@/components/base/palette-search'

const command = (label: string, keywords: string[] = []): PaletteCommand => ({
  id: label,
  label,
  group: 'Pages',
  keywords,
  run: () => undefined,
})
const commands = [
  command('Historique'),
  command('Réglages', ['thème', 'langue']),
  command('Nouvelle campagne'),
  command('Campagnes'),
]
const found = (query: string): string[] => searchCommands(commands, query).map(({ label }) => label)

describe('the search of the palette', () => {
  it('gives all commands in their order for nothing typed', () => {
    expect(found(' ')).toHaveLength(4)
  })

  it('minds neither accents nor case', () => {
    expect(found('REGL')).toEqual(['Réglages'])
  })

  it('puts the start of a label before a word inside, and that before keywords', () => {
    expect(found('camp')).toEqual(['Campagnes', 'Nouvelle campagne'])
    expect(found('langue')).toEqual(['Réglages'])
  })

  it('wants every word', () => {
    expect(found('nouvelle camp')).toEqual(['Nouvelle campagne'])
    expect(found('nouvelle histoire')).toEqual([])
  })
})
