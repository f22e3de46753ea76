/** Adds up, over all texts of a bill, which characters make them cost more and what writing them otherwise would save. */
import type { CostlySaving } from '@shared/contract/drafts'
import { costlyCharacters, measureText, transliterate } from '@shared/domain/segment'
import type { MessageText } from './message-text'

const listedCharacters = 50

export class CostlyTexts {
  readonly #characters = new Map<string, { replacement: string | null; count: number; messages: number }>()
  /** Segments saved by writing every replaceable character otherwise. */
  savable = 0

  add({ text, measure }: MessageText): void {
    if (measure.encoding === 'GSM-7') return
    for (const { char, replacement, count } of costlyCharacters(text)) {
      const known = this.#characters.get(char)
      if (known === undefined) this.#characters.set(char, { replacement, count, messages: 1 })
      else {
        known.count += count
        known.messages += 1
      }
    }
    // what stays UCS-2 is no cheaper, but shorter words may still save a segment: measured, not assumed
    this.savable += Math.max(0, measure.segments - measureText(transliterate(text)).segments)
  }

  /** Those in most messages first. */
  list(): CostlySaving[] {
    return Array.from(this.#characters, ([char, counts]) => ({ char, ...counts }))
      .sort((left, right) => right.messages - left.messages || right.count - left.count)
      .slice(0, listedCharacters)
  }
}
