import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { drawArchitecture, levelsOf, pictureFile } from '../../../scripts/draw-architecture'

it('docs/architecture.svg shows the rooms as they are: node scripts/run.mjs scripts/draw-architecture.ts draws it anew', () => {
  expect(readFileSync(pictureFile, 'utf8')).toBe(drawArchitecture())
})

it('a room stands above all that it may import', () => {
  expect(
    levelsOf({ storage: [], secrets: [], accounts: ['storage', 'secrets'], drafts: ['accounts'], log: [] }),
  ).toEqual([['storage', 'secrets', 'log'], ['accounts'], ['drafts']])
})
