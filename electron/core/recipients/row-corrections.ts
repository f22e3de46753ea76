/**
 * Numbers that a person corrected by hand, applied to the rows of a source that is read again. While its content is the same,
 * a row is found by its line and its phone cell; in a list that changed, by all its cells, where they name a person and it
 * was and is the only row that has them; in another list, never. What cannot be placed is told, and not guessed.
 */
import { noticeLines, type ReadingNotice } from '@shared/contract/reading-report'
import type { ColumnMapping, SourceInput } from '@shared/contract/recipients'
import { headingKey } from '@shared/domain/template-heading'
import type { Correction } from '../storage/recipient-correction'
import type { SourceOrigin } from '../storage/recipient-source'
import type { CorrectedNumbers, SourceRow } from './row'

/** What tells a list from others. */
export interface ListIdentity {
  readonly kind: SourceInput['kind']
  readonly origin: SourceOrigin | null
  readonly groupId: number | undefined
}

/** The corrections of an earlier reading. */
export interface EarlierCorrections {
  readonly list: ListIdentity
  readonly corrections: readonly Correction[]
  /** Keys of `AlikeRows`, of attempts to read the list before this one. */
  readonly alike: ReadonlySet<string>
}

/** How the list is read now. */
export interface CorrectedReading {
  readonly list: ListIdentity
  readonly columns: readonly string[]
  readonly mapping: ColumnMapping
  readonly sheet: string | null
  readonly delimiter: string | null
}

/** Corrections that could not be placed, and the first lines where a person may make them again. */
export interface LostCorrections {
  readonly corrections: readonly Correction[]
  /** Without those whose row is gone, or has another number now. */
  readonly needed: readonly Correction[]
  readonly lines: readonly number[]
}

export const nothingLost: LostCorrections = { corrections: [], needed: [], lines: [] }

/** Several rows are like that of a correction: the list is to be read once more, without it. */
export class AlikeRows extends Error {
  readonly keys: ReadonlySet<string>

  constructor(keys: Iterable<string>) {
    super('several rows are like a corrected one')
    this.keys = new Set(keys)
  }
}

export class RowCorrections {
  readonly #alike: ReadonlySet<string>
  readonly #reading: CorrectedReading
  readonly #likeness: Likeness
  readonly #sought = new Map<string, SoughtRow>()
  /** Positions of the cells of corrected rows, once for all rows with the same headings. */
  readonly #layouts = new Map<string, readonly number[]>()
  /** How many rows have the cells of a corrected one. */
  readonly #counts = new Map<string, number>()
  /** Lines that have the digits of a corrected row's phone cell; where it has none, its name; where it has none, neither. */
  readonly #samePhone = new Map<string, number[]>()
  /** Not looked for: the list is another one, or read in another way. */
  readonly #unsought: Correction[] = []

  constructor({ list, corrections, alike }: EarlierCorrections, reading: CorrectedReading) {
    this.#alike = alike
    this.#reading = reading
    this.#likeness = likeness(list, reading.list)
    for (const correction of corrections) this.#seek(correction)
  }

  /** The row, with what a person corrected in it. Every row comes once, also those that a condition leaves out. */
  match(row: SourceRow): SourceRow {
    const { mapping } = this.#reading
    const phone = (row.values[mapping.phone] ?? '').trim()
    if (this.#samePhone.size > 0) {
      const name = nameColumns(mapping).map((column) => row.values[column])
      this.#samePhone.get(likelyKey(phone, name))?.push(row.line)
    }
    let sought = this.#likeness === 'same' ? this.#sought.get(lineKey(row.line, phone)) : undefined
    for (const [layout, positions] of this.#layouts) {
      const key = cellsKey(
        layout,
        positions.map((position) => row.values[position] ?? ''),
      )
      const count = this.#counts.get(key)
      if (count === undefined) continue
      this.#counts.set(key, count + 1)
      if (this.#likeness === 'changed') sought ??= this.#sought.get(key)
    }
    if (sought === undefined) return row
    sought.found(row)
    return sought.isAlike ? row : { ...row, corrected: sought }
  }

  /** After the last row. @throws AlikeRows */
  refuseAlike(): void {
    const keys = [...this.#sought].flatMap(([key, { lines, isAlike }]) => (lines.length > 1 && !isAlike ? [key] : []))
    if (keys.length > 0) throw new AlikeRows(keys)
  }

  /** After the last row: the corrections that the list has from now on. */
  kept(): readonly Correction[] {
    const placed = [...this.#sought.values()].flatMap(({ row, corrections, isAlike, isLost }) =>
      row === null || isAlike ? [] : corrections.filter((known) => !isLost(known)).map((known) => this.#on(row, known)),
    )
    // read as it was before, the list has them again
    return this.#likeness === 'same' ? [...placed, ...this.#lost()] : placed
  }

  /** After the last row. */
  lost(): LostCorrections {
    const corrections = this.#lost()
    const lines = [...new Set(corrections.flatMap((correction) => this.#linesOf(correction)))]
    lines.sort((left, right) => left - right)
    const needed = corrections.filter((correction) => this.#isNeeded(correction))
    return { corrections, needed, lines: lines.slice(0, noticeLines) }
  }

  notices(): readonly ReadingNotice[] {
    const { corrections, lines } = this.lost()
    return corrections.length === 0 ? [] : [{ code: 'corrections_lost', count: corrections.length, lines }]
  }

  #seek(correction: Correction): void {
    const { line, row } = correction
    const { columns, mapping, sheet, delimiter } = this.#reading
    const texts = row.cells.map(([, text]) => text)
    const phone = (texts[row.column] ?? '').trim()
    if (this.#likeness === 'other') {
      this.#unsought.push(correction)
      return
    }
    if (this.#likeness === 'same') {
      this.#count(
        texts.map((_, index) => index),
        texts,
      )
      const isReadSo = row.column === mapping.phone && row.sheet === sheet && row.delimiter === delimiter
      if (isReadSo) this.#soughtRow(lineKey(line, phone)).corrections.push(correction)
      else this.#unsought.push(correction)
      return
    }
    this.#samePhone.set(this.#likelyKeyOf(correction), [])
    const places = new Map(columns.map((heading, index) => [headingKey(heading), index]))
    const positions = row.cells.map(([heading]) => places.get(headingKey(heading)) ?? -1)
    const isWhole = positions.length > 0 && !positions.includes(-1) && positions[row.column] === mapping.phone
    const isPerson =
      digitsOf(phone).length >= wholeNumber || this.#nameOf(correction).some((part) => /\p{L}/u.test(part))
    if (isWhole && isPerson && row.alone === true)
      this.#soughtRow(this.#count(positions, texts)).corrections.push(correction)
    else this.#unsought.push(correction)
  }

  #count(positions: readonly number[], texts: readonly string[]): string {
    const layout = positions.join()
    this.#layouts.set(layout, positions)
    const key = cellsKey(layout, texts)
    this.#counts.set(key, 0)
    return key
  }

  #soughtRow(key: string): SoughtRow {
    const known = this.#sought.get(key)
    if (known !== undefined) return known
    const sought = new SoughtRow(this.#alike.has(key))
    this.#sought.set(key, sought)
    return sought
  }

  #lost(): readonly Correction[] {
    const lost = [...this.#sought.values()].flatMap((sought) =>
      sought.corrections.filter((known) => sought.row === null || sought.isAlike || sought.isLost(known)),
    )
    return [...this.#unsought, ...lost]
  }

  /** The correction of a row, as the row is now. */
  #on({ line, values }: SourceRow, { written, phone, row }: Correction): Correction {
    const { columns, mapping, sheet, delimiter } = this.#reading
    const cells = columns.map((heading, index): [string, string] => [heading, values[index] ?? ''])
    const texts = row.cells.map(([, text]) => text)
    const counted = this.#counts.get(cellsKey(texts.map((_, index) => index).join(), texts)) ?? 0
    const alone = row.alone === true && counted < 2
    return { line, written, phone, row: { column: mapping.phone, sheet, delimiter, cells, alone } }
  }

  /** Where a person finds a row to correct again: its own line, or those that are like it. */
  #linesOf(correction: Correction): readonly number[] {
    const { line, row } = correction
    if (this.#likeness === 'other') return []
    if (this.#likeness === 'same') return row.sheet === this.#reading.sheet ? [line] : []
    return this.#samePhone.get(this.#likelyKeyOf(correction)) ?? []
  }

  /** Of a damaged correction nobody knows where its row is. */
  #isNeeded(correction: Correction): boolean {
    return this.#likeness !== 'changed' || correction.row.cells.length === 0 || this.#linesOf(correction).length > 0
  }

  #likelyKeyOf(correction: Correction): string {
    const { row } = correction
    return likelyKey(row.cells[row.column]?.[1] ?? '', this.#nameOf(correction))
  }

  #nameOf({ row }: Correction): readonly string[] {
    const { columns, mapping } = this.#reading
    return nameColumns(mapping).map((column) => {
      const key = headingKey(columns[column] ?? '')
      return row.cells.find(([known]) => headingKey(known) === key)?.[1] ?? ''
    })
  }
}

/** A row that has corrections, and what became of it. */
class SoughtRow implements CorrectedNumbers {
  readonly corrections: Correction[] = []
  readonly lines: number[] = []
  /** Another row is like it: it is left as it is. */
  readonly isAlike: boolean
  row: SourceRow | null = null
  #isJudged = false
  readonly #taken = new Set<Correction>()

  constructor(isAlike: boolean) {
    this.isAlike = isAlike
  }

  found(row: SourceRow): void {
    this.row ??= row
    this.lines.push(row.line)
  }

  judged(): void {
    this.#isJudged = true
  }

  insteadOf(written: string): string | null {
    const correction = this.corrections.find((known) => known.written.trim() === written.trim())
    if (correction === undefined) return null
    this.#taken.add(correction)
    return correction.phone
  }

  /** The row counts and has no such number any more. A row that a condition leaves out keeps its corrections. */
  readonly isLost = (correction: Correction): boolean => this.#isJudged && !this.#taken.has(correction)
}

/** `same`: nothing of the content changed. `changed`: the same list, edited. */
type Likeness = 'same' | 'changed' | 'other'

function likeness(before: ListIdentity, now: ListIdentity): Likeness {
  if (before.kind !== now.kind) return 'other'
  if (before.kind === 'group') return before.groupId === now.groupId ? 'changed' : 'other'
  if (before.kind === 'numbers') return 'changed'
  if (now.origin?.kind === 'file') {
    if (before.origin?.kind !== 'file' || before.origin.path !== now.origin.path) return 'other'
    const { size, modifiedAt } = now.origin.stamp
    // a person chose this file in the place of the one that was read
    if (before.origin.stamp.size < 0) return 'other'
    return before.origin.stamp.size === size && before.origin.stamp.modifiedAt === modifiedAt ? 'same' : 'changed'
  }
  return before.origin?.kind === 'pasted' && now.origin?.kind === 'pasted' && before.origin.text === now.origin.text
    ? 'same'
    : 'changed'
}

const gap = '\u0000'
/** A number with so many digits is somebody's, though it cannot be used as it stands. */
const wholeNumber = 7

function lineKey(line: number, phone: string): string {
  return `${line}${gap}${phone}`
}

function likelyKey(phone: string, name: readonly (string | undefined)[]): string {
  const digits = digitsOf(phone)
  return digits === '' ? gap + name.map((part) => (part ?? '').trim()).join(gap) : digits
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '')
}

function nameColumns({ name, firstName }: ColumnMapping): readonly number[] {
  return [name, firstName].filter((column) => typeof column === 'number')
}

function cellsKey(layout: string, cells: readonly string[]): string {
  return `${layout}${gap}${cells.join(gap)}`
}
