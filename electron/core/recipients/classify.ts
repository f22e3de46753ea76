/**
 * Says of every row whether it can be sent to: valid, invalid (with the reason) or a duplicate of an earlier line in any
 * spelling. Each row gets exactly one of the three, so rows = valid + invalid + duplicate, always.
 */
import type { ColumnMapping, ProblemReason } from '@shared/contract/recipients'
import { parsePhoneNumber, type CountryCode, type InvalidPhone, type PhoneOptions } from '@shared/domain/phone-number'
import type { SourceRow } from './delimited-tokenizer'
import { PhoneIndex } from './phone-index'
import { requireCountry } from './require-country'
import type { RowBatch } from './row-batch'

type RowStatus = 'valid' | 'invalid' | 'duplicate'

export interface ClassifiedRow {
  readonly line: number
  readonly values: readonly string[]
  readonly status: RowStatus
  /** E.164; null where invalid. */
  readonly phone: string | null
  /** The phone cell as it stands in the source. */
  readonly raw: string
  readonly name: string | null
  /** Why an invalid row is invalid. */
  readonly reason: ProblemReason | null
  /** For an old number, or one that lost its first zero: the E.164 number that migration would make of it. */
  readonly suggestion: string | null
  /** Line of the first row with this number, and its source (see `source` of the options). */
  readonly duplicateOf: number | null
  readonly duplicateOfSource: number | null
  /** The old number, without calling code, where it was migrated. */
  readonly migratedFrom: string | null
  /** Cells beyond the last column hold something: an unquoted separator, likely, that shifted the others. */
  readonly isRagged: boolean
}

export interface Tallies {
  rows: number
  valid: number
  invalid: number
  duplicate: number
  /** Valid after migration; part of `valid`. */
  migrated: number
  /** Invalid only because migration was not applied; part of `invalid`. */
  migratable: number
  /** Rows with filled cells beyond the last column, whatever their status. */
  ragged: number
  /** Blank lines: not rows. */
  blank: number
}

export interface ClassifyOptions {
  readonly mapping: ColumnMapping
  /** Number of columns of the source. */
  readonly width: number
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** What to do with numbers of an old plan; see PhoneOptions. Default offer. */
  readonly migrate?: PhoneOptions['migrate']
  /** Numbers already seen in other sources; new ones are added. Default: none. */
  readonly seen?: PhoneIndex
  /** Position of this source among those that share `seen`, 0 to 255. Default 0. */
  readonly source?: number
}

export interface Classification extends AsyncIterable<readonly ClassifiedRow[]> {
  /** Grows while the batches are read; final after the last. */
  readonly tallies: Readonly<Tallies>
}

/**
 * Batches come and go one for one: what reads the source sets the pace. Can be iterated once.
 * @throws AppError country_unknown; while iterating, what the source throws
 */
export function classifyRows(batches: AsyncIterable<RowBatch>, options: ClassifyOptions): Classification {
  const tallies: Tallies = {
    rows: 0,
    valid: 0,
    invalid: 0,
    duplicate: 0,
    migrated: 0,
    migratable: 0,
    ragged: 0,
    blank: 0,
  }
  const seen = options.seen ?? new PhoneIndex()
  const country = requireCountry(options.country)
  async function* classify(): AsyncGenerator<readonly ClassifiedRow[]> {
    for await (const batch of batches) {
      const rows = batch.rows.map((row) => classifyRow(row, options, country, seen))
      tallies.blank += batch.blank
      for (const row of rows) count(row, tallies)
      yield rows
    }
  }
  return { tallies, [Symbol.asyncIterator]: classify }
}

function classifyRow(row: SourceRow, options: ClassifyOptions, country: CountryCode, seen: PhoneIndex): ClassifiedRow {
  const { mapping, width } = options
  const { line, values } = row
  const raw = values[mapping.phone] ?? ''
  const parsed = parsePhoneNumber(raw, country, { migrate: options.migrate ?? 'offer' })
  const earlier = parsed.ok ? seen.claim(parsed.e164, options.source ?? 0, line) : null
  // one literal without spread: a million of these are made, and spreading costs ten times as much on older engines
  return {
    line,
    values,
    status: !parsed.ok ? 'invalid' : earlier === null ? 'valid' : 'duplicate',
    phone: parsed.ok ? parsed.e164 : null,
    raw,
    name: recipientName(values, mapping),
    reason: parsed.ok ? null : parsed.reason,
    suggestion: parsed.ok ? null : proposalOf(parsed),
    duplicateOf: earlier === null ? null : earlier.line,
    duplicateOfSource: earlier === null ? null : earlier.source,
    migratedFrom: parsed.ok && parsed.migrated !== undefined ? parsed.migrated.from : null,
    isRagged: values.length > width && values.slice(width).some((value) => value.trim() !== ''),
  }
}

function proposalOf(invalid: InvalidPhone): string | null {
  const { proposal } = invalid.params
  return typeof proposal === 'string' ? proposal : null
}

function recipientName(values: readonly string[], mapping: ColumnMapping): string | null {
  const cell = (index: number | null | undefined): string =>
    typeof index === 'number' ? (values[index] ?? '').trim() : ''
  const name = cell(mapping.name)
  const firstName = cell(mapping.firstName)
  const whole = firstName === '' ? name : name === '' ? firstName : `${firstName} ${name}`
  return whole === '' ? null : whole
}

function count(row: ClassifiedRow, tallies: Tallies): void {
  tallies.rows++
  tallies[row.status]++
  if (row.isRagged) tallies.ragged++
  if (row.status === 'valid' && row.migratedFrom !== null) tallies.migrated++
  if (row.suggestion !== null) tallies.migratable++
}
