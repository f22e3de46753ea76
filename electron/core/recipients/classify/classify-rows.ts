/**
 * Says of every row whether it can be sent to: valid, invalid (with the reason) or a duplicate of an earlier line in any
 * spelling. Each row gets exactly one of the three, so rows = valid + invalid + duplicate, always.
 */
import type { ColumnMapping, ProblemReason } from '@shared/contract/recipients'
import type { TypedCells } from '@shared/domain/cell-value'
import { parsePhoneNumber, type CountryCode, type InvalidPhone } from '@shared/domain/phone-number'
import type { RowBatch, SourceRow } from '../row'
import { PhoneIndex } from './phone-index'
import { requireCountry } from './require-country'

export interface ClassifiedRow {
  readonly line: number
  readonly values: readonly string[]
  readonly typed: TypedCells | undefined
  readonly status: 'valid' | 'invalid' | 'duplicate'
  /** E.164; null where invalid. */
  readonly phone: string | null
  /** The phone cell as it stands in the source. */
  readonly raw: string
  readonly name: string | null
  /** Why an invalid row is invalid. */
  readonly reason: ProblemReason | null
  /** For an old number, or one that lost its first zero: the E.164 number that migration would make of it. */
  readonly suggestion: string | null
  /** E.164 numbers that an invalid cell may mean. */
  readonly readings: readonly string[]
  /** Line of the first row with this number. */
  readonly duplicateOf: number | null
  /** The old number, without calling code, where it was migrated. */
  readonly migratedFrom: string | null
}

export interface ClassifyOptions {
  readonly mapping: ColumnMapping
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Numbers of an old plan are brought to today's; otherwise they are invalid, with a suggestion. */
  readonly migrate: boolean
}

/**
 * Batches come and go one for one: what reads the source sets the pace. Duplicates are found within these batches only.
 * @throws AppError country_unknown, at once; while iterating, what the source throws
 */
export function classifyRows(
  batches: AsyncIterable<RowBatch>,
  { mapping, country, migrate }: ClassifyOptions,
): AsyncGenerator<readonly ClassifiedRow[]> {
  const judging: Judging = { mapping, country: requireCountry(country), migrate: migrate ? 'apply' : 'offer' }
  return classifyBatches(batches, judging)
}

interface Judging {
  readonly mapping: ColumnMapping
  readonly country: CountryCode
  readonly migrate: 'apply' | 'offer'
}

async function* classifyBatches(
  batches: AsyncIterable<RowBatch>,
  judging: Judging,
): AsyncGenerator<readonly ClassifiedRow[]> {
  const seen = new PhoneIndex()
  for await (const { rows } of batches) yield rows.map((row) => classifyRow(row, judging, seen))
}

const noReadings: readonly string[] = []

function classifyRow({ line, values, typed, fault }: SourceRow, judging: Judging, seen: PhoneIndex): ClassifiedRow {
  const { mapping, country, migrate } = judging
  const raw = values[mapping.phone] ?? ''
  if (fault !== undefined) return faultyRow({ line, values, typed, fault }, raw)
  const parsed = parsePhoneNumber(raw, country, { migrate })
  const duplicateOf = parsed.ok ? seen.claim(parsed.e164, line) : null
  // one literal without spread: a million of these are made, and spreading costs ten times as much on older engines
  return {
    line,
    values,
    typed,
    status: !parsed.ok ? 'invalid' : duplicateOf === null ? 'valid' : 'duplicate',
    phone: parsed.ok ? parsed.e164 : null,
    raw,
    name: recipientName(values, mapping),
    reason: parsed.ok ? null : parsed.reason,
    suggestion: parsed.ok ? null : proposalOf(parsed),
    readings: parsed.ok ? noReadings : (parsed.readings ?? noReadings),
    duplicateOf,
    migratedFrom: parsed.ok && parsed.migrated !== undefined ? parsed.migrated.from : null,
  }
}

/** No name either: the cells may stand under the wrong headings. */
function faultyRow({ line, values, typed, fault }: Required<SourceRow>, raw: string): ClassifiedRow {
  return {
    line,
    values,
    typed,
    status: 'invalid',
    phone: null,
    raw,
    name: null,
    reason: fault,
    suggestion: null,
    readings: noReadings,
    duplicateOf: null,
    migratedFrom: null,
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
