/** A text that is too long to be written whole is never taken for one that fits. */
import { describe, expect, it } from 'vitest'
import { renderMessage } from '@shared/domain/message-rendering'
import { maxSegments } from '@shared/domain/segment'
import { bindTemplate, parseTemplate } from '@shared/domain/template'

function segmentsOf(cell: string, transliterate: boolean): number {
  const parsed = parseTemplate('Solde {{ Note }} fin')
  const bound = bindTemplate(parsed.ok ? parsed.template : (undefined as never), ['Note'])
  if (!bound.ok) throw new Error(bound.error.heading)
  return renderMessage(bound, { values: [cell] }, { today: '2026-11-26', transliterate }).measure.segments
}

describe.each([false, true])('a cell that makes the text too long (plain characters: %s)', (transliterate) => {
  it.each([
    ['letters', 'a'],
    ['marks that do not show', '\u200b'],
    ['soft hyphens', '\u00ad'],
    ['signs without a plain form', '\u{1f600}'],
    ['accents that join their letter', 'e\u0301'],
    ['line breaks of Windows', '\r\n'],
  ])('of %s takes more than may be sent', (_, unit) => {
    expect(segmentsOf(unit.repeat(3_000), transliterate)).toBeGreaterThan(maxSegments)
  })

  it('is counted as it is where it fits', () => {
    expect(segmentsOf('\u200b'.repeat(100), transliterate)).toBe(1)
  })
})
