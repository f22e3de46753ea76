/**
 * How the texts of one column are read: its decimal sign, and what comes first in its dates. The whole column decides, once:
 * 12,25 proves that the comma is the decimal sign, also for the 9,875 beside it. The order of the rows does not matter.
 */
import { readDate, type DayOrder } from './date-text'
import { readNumber, type DecimalSign } from './number-text'

export interface ColumnReading {
  /** Null where no number of the column proves it, or its numbers prove both. */
  readonly decimal: DecimalSign | null
  readonly dates: DayOrder | null
}

/** What a person says of all columns of a source; null: the columns say it. */
export interface ReadingChoice {
  readonly decimal?: DecimalSign | null | undefined
  readonly dates?: DayOrder | null | undefined
}

/** What a cell says of its column. */
type Proof = DecimalSign | DayOrder | 'doubtful_number' | 'doubtful_date' | 'nothing'

/** Texts whose proof is remembered: dates and amounts come again and again. */
const keptTexts = 1_000
/** Lines kept of cells that can be read in two ways; the count is exact. */
const keptLines = 20

export class ColumnEvidence {
  readonly #numbers = { comma: 0, point: 0 }
  readonly #dates = { day: 0, month: 0 }
  readonly #doubtfulNumbers = new LineCount()
  readonly #doubtfulDates = new LineCount()
  readonly #known = new Map<string, Proof>()

  /** @param text a cell of text, as it stands */
  add(text: string, line: number): void {
    if (text.length > 60 || !hasSeparator(text)) return
    let proof = this.#known.get(text)
    if (proof === undefined) {
      proof = proofOf(text)
      if (this.#known.size < keptTexts) this.#known.set(text, proof)
    }
    switch (proof) {
      case 'comma':
      case 'point':
        this.#numbers[proof] += 1
        break
      case 'day':
      case 'month':
        this.#dates[proof] += 1
        break
      case 'doubtful_number':
        this.#doubtfulNumbers.add(line)
        break
      case 'doubtful_date':
        this.#doubtfulDates.add(line)
        break
      case 'nothing':
    }
  }

  /** Null where nothing in the column depends on it. */
  reading(choice: ReadingChoice): ColumnReading | null {
    const { comma, point } = this.#numbers
    const { day, month } = this.#dates
    if (this.#doubtfulNumbers.count + this.#doubtfulDates.count === 0) return null
    return {
      decimal: choice.decimal ?? (comma > 0 === point > 0 ? null : comma > 0 ? 'comma' : 'point'),
      dates: choice.dates ?? (day > 0 === month > 0 ? null : day > 0 ? 'day' : 'month'),
    }
  }

  /** Cells that can be read in two ways, where neither a choice nor the column decides. */
  ambiguous(choice: ReadingChoice): { readonly numbers: LineCount | null; readonly dates: LineCount | null } {
    const reading = this.reading(choice)
    return {
      numbers: reading?.decimal === null && this.#doubtfulNumbers.count > 0 ? this.#doubtfulNumbers : null,
      dates: reading?.dates === null && this.#doubtfulDates.count > 0 ? this.#doubtfulDates : null,
    }
  }
}

function proofOf(text: string): Proof {
  const number = readNumber(text)
  if (number !== null) return number.proves ?? (number.comma === number.point ? 'nothing' : 'doubtful_number')
  const date = readDate(text)
  if (date === null) return 'nothing'
  return date.proves ?? (date.day === date.month ? 'nothing' : 'doubtful_date')
}

/** How many, and the first lines. */
export class LineCount {
  count = 0
  readonly lines: number[] = []

  add(line: number): void {
    this.count += 1
    if (this.lines.length < keptLines) this.lines.push(line)
  }
}

/** Digits with a comma, point, slash or hyphen: nothing else can prove anything. */
function hasSeparator(text: string): boolean {
  let hasDigit = false
  let found = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 48 && code <= 57) hasDigit = true
    else if (code >= 44 && code <= 47) found = true
  }
  return hasDigit && found
}
