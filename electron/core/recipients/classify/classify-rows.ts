/**
 * Says of every row whether it can be sent to: valid, invalid (with the reason) or a duplicate of an earlier line in any
 * spelling. Each row gets exactly one of the three, so rows = valid + invalid + duplicate, always. Where all numbers of a row
 * count, each is judged as a row of its own.
 */
import type { ColumnMapping, ProblemReason } from '@shared/contract/recipients'
import type { TypedCells } from '@shared/domain/cell-value'
import { parsePhoneNumber, type CountryCode } from '@shared/domain/phone-number'
import type { RowBatch, SourceRow } from '../row'
import { PhoneIndex } from './phone-index'
import { requireCountry } from './require-country'
import { correctedNumber, numbersOfRow, proposalOf, SecondNumberReport, type RowNumber } from './row-numbers'

export interface ClassifiedRow {
  readonly line: number
  readonly values: readonly string[]
  readonly typed: TypedCells | undefined
  readonly status: 'valid' | 'invalid' | 'duplicate'
  /** E.164; null where invalid. */
  readonly phone: string | null
  /** The phone cell as it stands in the source; of a cell with several numbers the one that is judged. */
  readonly raw: string
  /** What stands in the source, where a person corrected it: `raw` is then the person's. */
  readonly written: string | null
  /** Position of the column where it stands. */
  readonly column: number
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
  /** Told what comes of second numbers. */
  readonly report?: SecondNumberReport | undefined
}

/**
 * Batches come and go one for one: what reads the source sets the pace. Duplicates are found within these batches only.
 * @throws AppError country_unknown, at once; while iterating, what the source throws
 */
export function classifyRows(
  batches: AsyncIterable<RowBatch>,
  { mapping, country, migrate, report = new SecondNumberReport([]) }: ClassifyOptions,
): AsyncGenerator<readonly ClassifiedRow[]> {
  const judging: Judging = { mapping, country: requireCountry(country), migrate: migrate ? 'apply' : 'offer', report }
  return classifyBatches(batches, judging)
}

interface Judging {
  readonly mapping: ColumnMapping
  readonly country: CountryCode
  readonly migrate: 'apply' | 'offer'
  readonly report: SecondNumberReport
}

async function* classifyBatches(
  batches: AsyncIterable<RowBatch>,
  judging: Judging,
): AsyncGenerator<readonly ClassifiedRow[]> {
  const seen = new PhoneIndex()
  const second = judging.mapping.second?.use
  for await (const { rows } of batches) {
    for (const { corrected } of rows) corrected?.judged()
    if (second === undefined) yield rows.map((row) => classifyRow(row, judging, seen))
    else if (second === 'all') yield rows.flatMap((row) => classifyNumbers(row, judging, seen))
    else yield rows.map((row) => classifyFirst(row, judging, seen))
  }
}

const noReadings: readonly string[] = []

function classifyRow(row: SourceRow, judging: Judging, seen: PhoneIndex): ClassifiedRow {
  const { mapping, country, migrate } = judging
  const raw = row.values[mapping.phone] ?? ''
  if (isFaulty(row)) return faultyRow(row, raw, mapping.phone)
  const number = { column: mapping.phone, raw, phone: parsePhoneNumber(raw, country, { migrate }) }
  return judged(row, correctedNumber(number, row.corrected, country, { migrate }), mapping, seen)
}

/** A row by the first of its numbers that can be used. */
function classifyFirst(row: SourceRow, judging: Judging, seen: PhoneIndex): ClassifiedRow {
  const { mapping, report } = judging
  if (isFaulty(row)) return faultyRow(row, row.values[mapping.phone] ?? '', mapping.phone)
  const numbers = judgedNumbers(row, judging)
  const at = numbers.findIndex(({ phone }) => phone.ok)
  // a row has one number at least, empty or not
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
  const chosen = numbers[Math.max(0, at)]!
  for (const number of numbers.slice(0, at === -1 ? numbers.length : at))
    if (number !== chosen) report.pass(row.line, number)
  if (at > 0 || (at === 0 && chosen.column !== mapping.phone)) report.use(row.line)
  const result = judged(row, chosen, mapping, seen)
  if (result.reason === null) return result
  // what any of its cells may mean is offered
  const readings = numbers.flatMap(({ phone }) =>
    phone.ok ? [] : [...(phone.readings ?? []), ...(numbers.length > 1 ? [proposalOf(phone) ?? []].flat() : [])],
  )
  return { ...result, readings: [...new Set(readings)] }
}

/** Each number of a row as a row of its own, with all of its cells. */
function classifyNumbers(row: SourceRow, judging: Judging, seen: PhoneIndex): readonly ClassifiedRow[] {
  const { mapping, report } = judging
  if (isFaulty(row)) return [faultyRow(row, row.values[mapping.phone] ?? '', mapping.phone)]
  return judgedNumbers(row, judging).map((number, index) => {
    if (index > 0) report.add(row.line)
    return judged(row, number, mapping, seen)
  })
}

function judgedNumbers({ values, corrected }: SourceRow, { mapping, country, migrate }: Judging): readonly RowNumber[] {
  const numbers = numbersOfRow(values, mapping, country, { migrate })
  if (corrected === undefined) return numbers
  return numbers.map((number) => correctedNumber(number, corrected, country, { migrate }))
}

function judged(
  { line, values, typed, covered }: SourceRow,
  { column, raw, written, phone }: RowNumber,
  mapping: ColumnMapping,
  seen: PhoneIndex,
): ClassifiedRow {
  const duplicateOf = phone.ok ? seen.claim(phone.e164, line) : null
  // one literal without spread: a million of these are made, and spreading costs ten times as much on older engines
  return {
    line,
    values,
    typed,
    status: !phone.ok ? 'invalid' : duplicateOf === null ? 'valid' : 'duplicate',
    phone: phone.ok ? phone.e164 : null,
    raw,
    written: written ?? null,
    column,
    name: recipientName(values, mapping),
    reason: phone.ok ? null : phone.reason === 'empty' && covered?.includes(column) ? 'merged_cell' : phone.reason,
    suggestion: phone.ok ? null : proposalOf(phone),
    readings: phone.ok ? noReadings : (phone.readings ?? noReadings),
    duplicateOf,
    migratedFrom: phone.ok && phone.migrated !== undefined ? phone.migrated.from : null,
  }
}

type FaultyRow = SourceRow & Required<Pick<SourceRow, 'fault'>>

function isFaulty(row: SourceRow): row is FaultyRow {
  return row.fault !== undefined
}

/** No name either: the cells may stand under the wrong headings. */
function faultyRow({ line, values, typed, fault }: FaultyRow, raw: string, column: number): ClassifiedRow {
  return {
    line,
    values,
    typed,
    status: 'invalid',
    phone: null,
    raw,
    written: null,
    column,
    name: null,
    reason: fault,
    suggestion: null,
    readings: noReadings,
    duplicateOf: null,
    migratedFrom: null,
  }
}

function recipientName(values: readonly string[], mapping: ColumnMapping): string | null {
  const cell = (index: number | null | undefined): string =>
    typeof index === 'number' ? (values[index] ?? '').trim() : ''
  const name = cell(mapping.name)
  const firstName = cell(mapping.firstName)
  const whole = firstName === '' ? name : name === '' ? firstName : `${firstName} ${name}`
  return whole === '' ? null : whole
}
