/**
 * The numbers of one row, in the order in which they are tried: those of its phone cell, then those of the columns with second
 * numbers. What came of them is counted here.
 */
import type { ReadingNotice } from '@shared/contract/reading-report'
import {
  passedNumbers,
  type ColumnMapping,
  type RowProblem,
  type SecondNumberCounts,
} from '@shared/contract/recipients'
import {
  parsePhoneNumber,
  phonesIn,
  type CountryCode,
  type InvalidPhone,
  type PhoneOptions,
  type ValidPhone,
} from '@shared/domain/phone-number'
import { ReadingNotices } from '../reading-notices'
import type { CorrectedNumbers } from '../row'

/** `phone` is the reading of `raw`, or of one of the numbers in it. */
export interface RowNumber {
  readonly column: number
  readonly raw: string
  readonly phone: ValidPhone | InvalidPhone
  /** What stands in the source, where a person corrected it: `raw` is then the person's. */
  readonly written?: string
}

/** At least one: the empty phone cell where the row has no number at all. */
export function numbersOfRow(
  values: readonly string[],
  mapping: ColumnMapping,
  country: CountryCode,
  options: PhoneOptions,
): readonly RowNumber[] {
  const { second } = mapping
  const numbers: RowNumber[] = []
  for (const column of new Set([mapping.phone, ...(second?.columns ?? [])])) {
    const raw = values[column] ?? ''
    if (raw.trim() === '') continue
    const phone = parsePhoneNumber(raw, country, options)
    const parts = !phone.ok && second?.sameCell === true ? phonesIn(raw, country, options) : []
    if (parts.length === 0) numbers.push({ column, raw, phone })
    else numbers.push(...parts.map((part) => ({ column, raw: partText(part.phone, part.digits), phone: part.phone })))
  }
  if (numbers.length > 0) return distinct(numbers)
  const raw = values[mapping.phone] ?? ''
  return [{ column: mapping.phone, raw, phone: parsePhoneNumber(raw, country, options) }]
}

/** With what a person wrote in its place. */
export function correctedNumber(
  number: RowNumber,
  corrected: CorrectedNumbers | undefined,
  country: CountryCode,
  options: PhoneOptions,
): RowNumber {
  const raw = corrected?.insteadOf(number.raw) ?? null
  if (raw === null) return number
  return { column: number.column, raw, written: number.raw, phone: parsePhoneNumber(raw, country, options) }
}

/** A text that is read as the same number again, in whatever country. */
function partText(phone: ValidPhone | InvalidPhone, digits: string): string {
  return phone.ok ? phone.e164 : digits
}

/** The same number twice in one row is one number. */
function distinct(numbers: readonly RowNumber[]): readonly RowNumber[] {
  const seen = new Set<string>()
  return numbers.filter(({ phone, raw }) => {
    const key = phone.ok ? phone.e164 : raw.trim()
    return !seen.has(key) && seen.add(key)
  })
}

/** Counts what came of second numbers, while the rows pass. */
export class SecondNumberReport {
  readonly #columns: readonly string[]
  readonly #notices = new ReadingNotices()
  readonly #passed: RowProblem[] = []
  #passedCount = 0
  #used = 0
  #added = 0

  /** @param columns headings */
  constructor(columns: readonly string[]) {
    this.#columns = columns
  }

  use(line: number): void {
    this.#used += 1
    this.#notices.add('second_numbers', line)
  }

  add(line: number): void {
    this.#added += 1
    this.#notices.add('added_numbers', line)
  }

  /** A number that cannot be used, and does not stand for its row. */
  pass(line: number, { column, raw, phone }: RowNumber): void {
    if (phone.ok) return
    this.#passedCount += 1
    this.#notices.add('unusable_numbers', line)
    if (this.#passed.length >= passedNumbers) return
    this.#passed.push({
      line,
      column: this.#columns[column] ?? '',
      value: raw.slice(0, 200),
      reason: phone.reason,
      suggestion: proposalOf(phone),
      readings: phone.readings ?? [],
    })
  }

  counts(): SecondNumberCounts {
    return { used: this.#used, added: this.#added, passed: { count: this.#passedCount, numbers: [...this.#passed] } }
  }

  notices(): readonly ReadingNotice[] {
    return this.#notices.list()
  }
}

/** The E.164 number that migration would make of it. */
export function proposalOf({ params: { proposal } }: InvalidPhone): string | null {
  return typeof proposal === 'string' ? proposal : null
}
