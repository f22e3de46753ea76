/** What replacing a costly character saves, held against sending both bills' texts and counting. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { CostlyTexts } from '@core/drafts/costly-texts'
import { textWriter, type TextWriter } from '@core/drafts/message-text'
import { replaceCostly } from '@shared/domain/costly-template'
import { measureText, transliterate } from '@shared/domain/segment'

const columns = [{ heading: 'Nom', position: 0 }]
const writerOf = (template: string): TextWriter =>
  textWriter({ template, transliterate: false }, { columns, sources: [], today: '2026-01-05' })

function billOf(template: string, cells: readonly string[]): CostlyTexts {
  const writer = writerOf(template)
  const costly = new CostlyTexts(template, writerOf)
  for (const cell of cells) costly.add(writer.write({ values: [cell] }, null), { values: [cell] }, 0)
  return costly
}
function segmentsOf(
  template: string,
  cells: readonly string[],
  change: (text: string) => string = (text) => text,
): number {
  const writer = writerOf(template)
  return cells.reduce((sum, cell) => sum + measureText(change(writer.write({ values: [cell] }, null).text)).segments, 0)
}
/** One character after the other, by hand. */
function replacedIn(text: string, char: string, replacement: string | null): string {
  return replacement === null
    ? text
    : Array.from(new Intl.Segmenter('fr').segment(text), ({ segment }) =>
        segment === char ? replacement : segment,
      ).join('')
}

const piece = fc.constantFrom(
  'ç',
  '’',
  'œ',
  '…',
  '🎉',
  'ê',
  'a',
  'é',
  ' ',
  'bonjour tout le monde ',
  '«',
  'é'.repeat(30),
  'a'.repeat(66),
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
const template = fc
  .array(
    fc.oneof(
      piece,
      fc.constantFrom(
        '{{ Nom }}',
        '{{ Nom | default: "ça œuvre" }}',
        '{{ Nom | upper }}',
        '{% if Nom == "Awa" %}ç’{% else %}…{% endif %}',
      ),
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((pieces) => `x${pieces.join('')}`)
const cells = fc.array(fc.oneof(text, fc.constantFrom('Awa', '', 'Françoise', 'œil')), { minLength: 1, maxLength: 6 })

describe('what costly characters cost', () => {
  test.prop([template, cells], { numRuns: 400 })(
    'is what a bill without them would have saved, segment by segment',
    (source, list) => {
      const costly = billOf(source, list)
      const now = segmentsOf(source, list)
      for (const { char, replacement, saves, savesInText } of costly.list('15')) {
        expect(now - saves.segments).toBe(segmentsOf(source, list, (sent) => replacedIn(sent, char, replacement)))
        expect(saves.cost).toBe(String(saves.segments * 15))
        if (savesInText) expect(now - savesInText.segments).toBe(segmentsOf(replaceCostly(source, char), list))
      }
      expect(now - costly.savableInText(null).segments).toBe(segmentsOf(replaceCostly(source, null), list))
      expect(costly.savable).toBe(Math.max(0, now - segmentsOf(source, list, transliterate)))
    },
  )

  it('is nothing for one of several: the others keep the message short', () => {
    const costly = billOf(`ça coûte l’œil ${'a'.repeat(80)}`, ['Awa', 'Bola'])
    expect(costly.list('15').map(({ char, saves }) => [char, saves.segments])).toEqual([
      ['ç', 0],
      ['û', 0],
      ['’', 0],
      ['œ', 0],
    ])
    expect(costly.savable).toBe(2)
    expect(costly.savableInText('15')).toEqual({ segments: 2, cost: '30' })
  })

  it('counts apart what replacing it in the text leaves in the cells', () => {
    const source = `Reçu de {{ Nom }} : ${'a'.repeat(80)}`
    const [line] = billOf(source, ['Awa', 'Françoise', 'Bola']).list(null)
    expect(line).toMatchObject({ char: 'ç', count: 4, messages: 3 })
    expect([line?.saves.segments, line?.savesInText?.segments]).toEqual([3, 2])
  })

  it('says when a longer replacement alone would cost more', () => {
    const [party, dots] = billOf(`${'…'.repeat(10)}${'🎉'.repeat(30)}`, ['']).list('15')
    expect(dots).toMatchObject({ char: '…', saves: { segments: -1, cost: '-15' } })
    expect(party).toMatchObject({ char: '🎉', replacement: null, saves: { segments: 0 } })
  })
})
