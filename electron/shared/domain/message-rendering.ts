/** The text of one message and its size, from the row that it is written for: core and window both come through here. */
import type { ReadableRow } from './cell-reader'
import { maxSegments, measureText, transliterate, type TextMeasure } from './segment'
import { toSmsText } from './sms-text'
import type { BoundTemplate } from './template-binding'

export interface MessageText {
  readonly text: string
  readonly measure: TextMeasure
  /** Headings that are empty for this recipient and have no fallback. */
  readonly missing: readonly string[]
}

/**
 * A text that was cut measures more than `maxSegments`, so that nobody sends it.
 * @param today ISO day from which conditions count
 */
export function renderMessage(
  bound: Pick<BoundTemplate, 'render'>,
  { values, typed, readings }: ReadableRow,
  choices: { readonly today: string; readonly transliterate: boolean },
): MessageText {
  const rendered = bound.render(values, { typed, readings, today: choices.today })
  const text = choices.transliterate ? transliterate(rendered.text) : toSmsText(rendered.text)
  const measure = measureText(text)
  // what was cut may look short once its invisible marks are gone: it is never sent as if it were whole
  return { text, measure: rendered.truncated ? asTooLong(measure) : measure, missing: rendered.missing }
}

const asTooLong = (measure: TextMeasure): TextMeasure => ({
  ...measure,
  segments: Math.max(measure.segments, maxSegments + 1),
})
