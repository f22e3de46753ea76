/**
 * Adds up, over all texts of a bill, which characters make them cost more, and exactly what writing each of them otherwise
 * would save: everywhere, or in the written text alone. A segment is only counted as saved where the text that would be sent
 * instead was measured, or is known to be as long.
 */
import type { MessageText } from '@shared/domain/message-rendering'
import type { RowCells } from '@shared/domain/cell-value'
import type { CostlySaving, Saving } from '@shared/contract/drafts'
import { costlyInTemplate, replaceCostly } from '@shared/domain/costly-template'
import { multiplyMoney } from '@shared/domain/money'
import { measureText, readCostly, type CostlyCharacter } from '@shared/domain/segment'
import type { TextWriter } from './message-text'

const listedCharacters = 50

interface Sum {
  readonly replacement: string | null
  count: number
  messages: number
  saves: number
  inText: number
}

/** The draft's text with one of its costly characters replaced. */
interface Variant {
  readonly char: string
  readonly replacement: string
  readonly writer: TextWriter
}

export class CostlyTexts {
  readonly #characters = new Map<string, Sum>()
  readonly #variants: readonly Variant[]
  readonly #cheapest: TextWriter | null
  #savable = 0
  #savableInText = 0

  /**
   * @param template the draft's text
   * @param writerOf how another text is written for the same recipients; null where it cannot be (too long, nothing left)
   */
  constructor(template: string, writerOf: (template: string) => TextWriter | null) {
    this.#variants = costlyInTemplate(template).flatMap(({ char, replacement }) => {
      const writer = replacement === null ? null : writerOf(replaceCostly(template, char))
      return replacement === null || writer === null ? [] : [{ char, replacement, writer }]
    })
    this.#cheapest = this.#variants.length > 1 ? writerOf(replaceCostly(template, null)) : null
  }

  /** @param row the recipient's cells, in the order of the stored columns @param source id of its source, null for none */
  add({ text, measure }: MessageText, row: RowCells, source: number | null): void {
    if (measure.encoding === 'GSM-7') return
    const costlyText = readCostly(text)
    const { characters } = costlyText
    const saved = (instead: string): number => measure.segments - measureText(instead).segments
    const all = saved(costlyText.without(null))
    this.#savable += all
    for (const costly of characters) {
      const sum = this.#sumOf(costly)
      sum.count += costly.count
      sum.messages += 1
      if (characters.length === 1) sum.saves += all
      else if (!isAsLong(costly)) sum.saves += saved(costlyText.without(costly.char))
    }
    const written = (writer: TextWriter): number => measure.segments - writer.write(row, source).measure.segments
    let last = 0
    for (const variant of this.#variants) {
      last = staysWide(variant, characters) ? 0 : written(variant.writer)
      const sum = last === 0 ? undefined : this.#characters.get(variant.char)
      if (sum) sum.inText += last
    }
    this.#savableInText += this.#cheapest === null ? last : written(this.#cheapest)
  }

  /** Segments saved by transliterating every text. */
  get savable(): number {
    return Math.max(0, this.#savable)
  }

  savableInText(price: string | null): Saving {
    return savingOf(this.#savableInText, price)
  }

  /** Those in most messages first. */
  list(price: string | null): CostlySaving[] {
    const written = new Set(this.#variants.map(({ char }) => char))
    return Array.from(this.#characters, ([char, { replacement, count, messages, saves, inText }]) => ({
      char,
      replacement,
      count,
      messages,
      saves: savingOf(saves, price),
      savesInText: written.has(char) ? savingOf(inText, price) : null,
    }))
      .sort((left, right) => right.messages - left.messages || right.count - left.count)
      .slice(0, listedCharacters)
  }

  #sumOf({ char, replacement }: CostlyCharacter): Sum {
    const known = this.#characters.get(char)
    if (known) return known
    const sum = { replacement, count: 0, messages: 0, saves: 0, inText: 0 }
    this.#characters.set(char, sum)
    return sum
  }
}

function savingOf(segments: number, price: string | null): Saving {
  return { segments, cost: price === null ? null : multiplyMoney(price, segments) }
}

/** Replaced or not, it takes the same units of UCS-2, and the same cuts: one unit for one unit. */
function isAsLong({ char, replacement }: { readonly char: string; readonly replacement: string | null }): boolean {
  return replacement === null || (char.length === 1 && replacement.length === 1)
}

/**
 * Without rendering: another character keeps the message in UCS-2, and the new one takes the same units. A filter may have
 * made the other one out of this one by changing its case.
 */
function staysWide(variant: Variant, characters: readonly CostlyCharacter[]): boolean {
  const lower = variant.char.toLowerCase()
  return isAsLong(variant) && characters.some(({ char }) => char !== variant.char && char.toLowerCase() !== lower)
}
