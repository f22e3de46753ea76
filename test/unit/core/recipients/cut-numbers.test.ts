/** Amounts cut at their comma in rows that have no cell too many: set aside or told, never read as twelve francs in silence. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource } from '@core/recipients/open-source'
import { ReadingNotices } from '@core/recipients/reading-notices'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-cut-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Lines with a fault, by fault, and lines of the notice. */
async function judged(text: string): Promise<{ cut: number[]; ragged: number[]; told: readonly number[] }> {
  const path = join(folder, 'list.csv')
  await writeFile(path, text)
  const source = await openSource({ kind: 'file', path })
  const notices = new ReadingNotices()
  const faults: { readonly line: number; readonly fault: string | undefined }[] = []
  for await (const { rows } of source.rows({ notices })) {
    faults.push(...rows.map(({ line, fault }) => ({ line, fault })))
  }
  const lines = (fault: string): number[] => faults.filter((row) => row.fault === fault).map(({ line }) => line)
  return {
    cut: lines('cut_number'),
    ragged: lines('ragged_row'),
    told: notices.list().find(({ code }) => code === 'cut_numbers')?.lines ?? [],
  }
}

const list = (heading: string, ...cells: readonly string[]): string =>
  `${heading}\n${cells.map((rest, row) => `Awa ${row},67712341${row},${rest}\n`).join('')}`

describe('a number cut at its comma', () => {
  it.each([
    ['beside numbers', list('Nom,Tél,Montant,Note', '12,500', '13000,12', '9000,14'), [2]],
    ['before an empty column', list('Nom,Tél,Montant,Note', '12,500', '13000,', '9000,'), [2]],
    ['before a column of words', list('Nom,Tél,Montant,Ville', '12,500', '13000,Douala'), [2]],
    ['before a column of dates', list('Nom,Tél,Montant,Échéance', '12,500', '13000,06/03/2026'), [2]],
    ['before a column without heading', list('Nom,Tél,Montant,', '12,500', '13000,', '9000,'), [2]],
    ['in every row, before a column without heading', list('Nom,Tél,Montant,', '12,500', '13,000', '9,000'), [2, 3, 4]],
    ['with its currency', list('Nom,Tél,Montant,Obs', '12,500 FCFA', '13000 FCFA,RAS'), [2]],
    ['beside two other amounts', list('Nom,Tél,Dû,Payé,Reste', '12,500,500', '13000,1000,12000'), [2]],
    ['into three', list('Nom,Tél,Montant,Obs,Ville', '1,250,000', '1300000,RAS,Douala'), [2]],
    ['with one empty cell too many', list('Nom,Tél,Montant,Obs', '12,500,', '750,RAS', '800,RAS'), [2]],
    ['with decimals', list('Nom,Tél,Moyenne,Mention', '12,5', '14,Bien', '9.75,Faible'), [2]],
    ['in the middle', 'Nom,Montant,Tél,Obs\nA,12,500,677123410\nB,13000,677123411,x\nC,9000,677123412,\n', [2]],
  ])('%s is set aside', async (_where, text, lines) => {
    expect(await judged(text)).toMatchObject({ cut: lines, told: lines })
  })

  it('is set aside where a row with a cell too many shows that the file cuts numbers', async () => {
    const text = list('Nom,Tél,Moyenne,Rang', '12,5,3', '9,75,20', '14,5')
    expect(await judged(text)).toEqual({ cut: [4], ragged: [2, 3], told: [4] })
  })

  it.each([
    ['under an amount', list('Nom,Tél,Montant,Note', '12,500', '13,750', '9,125')],
    ['with zeros at the head of the second half', list('Nom,Tél,Part,Rang', '12,500', '13,000', '9,050')],
    ['with one empty cell too many', list('Nom,Tél,Montant,Obs', '12,500,', '13,500,', '14,000,')],
    ['with decimals', list('Nom,Tél,Moyenne,Rang', '12,5', '9,75', '14,2')],
    [
      'with decimals, and the next column in the place of the last',
      list('Nom,Tél,Moyenne,Rang,Obs', '12,5,3', '9,7,1', '14,2,2'),
    ],
    ['with decimals under an amount', list('Nom,Tél,Prix,Quantité', '12,5', '9,7', '14,2')],
    ['with cents', list('Nom,Tél,Solde,Points', '12,50', '9,25', '14,75')],
    ['as a measure', list('Nom,Tél,Poids,Âge', '12,5', '9,7', '14,2')],
    ['without headings', '\nAwa,677123410,12,5\nBintou,677123411,9,75\nChérif,677123412,14,2\n'],
  ])('in every row %s is told, not set aside', async (_where, text) => {
    expect(await judged(text)).toEqual({ cut: [], ragged: [], told: [2, 3, 4] })
  })

  it.each([
    ['beside ages', list('Nom,Tél,Dette,Âge', '12,500', '900,14', '500,12'), [2]],
    ['beside ages, twice', list('Nom,Tél,Dette,Âge', '12,500', '900,14', '150,12', '1,750', '800,9'), [2, 5]],
    ['beside amounts', list('Nom,Tél,Dû,Payé', '12,500', '900,300', '500,250', '800,0'), [2]],
    ['in the only row', list('Nom,Tél,Dette,Note', '12,500'), [2]],
  ])('of thousands %s is told, where whole it would not fit either', async (_where, text, lines) => {
    expect(await judged(text)).toEqual({ cut: [], ragged: [], told: lines })
  })

  it.each([
    ['ages and children', list('Nom,Tél,Age,Enfants', '35,3', '40,2', '28,1')],
    ['classes of words and figures', list('Nom,Tél,Montant,Classe', '500,6', '750,CM2', '12500,5')],
    ['amounts after a class', list('Nom,Tél,Classe,Frais', 'CM2,500', '6,500', '5,500')],
    ['a rare remark that is a figure', list('Nom,Tél,Montant,Obs', '500,', '750,12', '12500,RAS')],
    ['rows that end with a comma', list('Nom,Tél,Montant,Obs,', '500,,', '750,12,', '12500,RAS,')],
    ['cells all in quotes', '"Nom","Tél","Montant","Code"\n"A","677123410","12","500"\n"B","677123411","13","001"\n'],
    ['semicolons', 'Nom;Tél;Montant;Note\nA;677123410;12;500\nB;677123411;13000;12\nC;677123412;9000;14\n'],
    ['days and months', list('Nom,Tél,Jour,Mois,Année', '12,5,2026', '3,11,2026')],
  ])('is not seen in %s', async (_what, text) => {
    expect(await judged(text)).toEqual({ cut: [], ragged: [], told: [] })
  })

  it('never leaves an amount of thousands in silence, whatever stands beside it', async () => {
    const amounts = fc.integer({ min: 1_000, max: 999_999 })
    const beside = fc.constantFrom('Douala', 'CM2', '12/03/2026', '')
    await fc.assert(
      fc.asyncProperty(
        fc.array(amounts, { minLength: 2, maxLength: 8 }),
        amounts,
        beside,
        async (others, cut, cell) => {
          const grouped = `${Math.floor(cut / 1_000)},${String(cut % 1_000).padStart(3, '0')}`
          const rows = others.map((amount) => `${Math.max(cut, Math.min(amount, cut * 3))},${cell}`)
          expect((await judged(list('Nom,Tél,Montant,Autre', ...rows, grouped))).told).toContain(others.length + 2)
        },
      ),
      { numRuns: 60 },
    )
  })
})
