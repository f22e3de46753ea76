/**
 * All contacts as a search and a sorted list need them, in memory: some 120 bytes a contact, made at the first page that
 * needs it and kept up with changes of any process. Before each answer two questions tell what changed since the last: ids
 * above the highest known are new, and contact_slice (kept by triggers) counts changes and removals. Only those slices are
 * read again. Nothing of it is on the disk: what is erased there is gone here with the next answer.
 */
import type { ContactSlice } from './contact-slice'
import { emptySlice, readSlice, sliceBits, sliceSize } from './contact-slice'
import { mergeRuns, mergeTwo, type Compare } from './name-order'
import type { Db } from './open'
import { statement } from './statement'

const indexes = new WeakMap<Db, ContactIndex>()

export function contactIndex(db: Db): ContactIndex {
  let index = indexes.get(db)
  if (index === undefined) {
    index = new ContactIndex(db)
    indexes.set(db, index)
  }
  return index
}

/** Changes that come in while an answer is prepared are followed this often; an import writes all the time. */
const mostRounds = 3

export class ContactIndex {
  readonly #db: Db
  readonly #slices: ContactSlice[] = []
  /** Slices that are to be read again: in a transaction, which may yet be undone, or not to the end. */
  readonly #unsure = new Set<number>()
  #revision = 0
  #highestId = 0
  #byName: Int32Array = new Int32Array()
  #update: Generator<undefined, void> | null = null
  /** Another figure after each change. */
  version = 0

  constructor(db: Db) {
    this.#db = db
  }

  /** Brings the index up to date, a few milliseconds of work at a call; false as long as there is more to do. */
  updateSome(): boolean {
    this.#update ??= this.#updating()
    // after an error too, all begins again
    let isOver = true
    try {
      isOver = this.#update.next().done === true
    } finally {
      if (isOver) this.#update = null
    }
    return isOver
  }

  /** All ids by folded name, then id. */
  byName(): Int32Array {
    this.#updateAll()
    return this.#byName
  }

  /** Marks (1) by id of the contacts whose line holds each entry in one of its variants (see needleOf). */
  matching(entries: readonly (readonly string[])[]): Uint8Array {
    this.#updateAll()
    const marks = new Uint8Array(this.#slices.length * sliceSize)
    this.#slices.forEach((slice, number) => {
      markMatches(slice, entries, marks.subarray(number * sliceSize, (number + 1) * sliceSize))
    })
    return marks
  }

  haveOneName(first: number, second: number): boolean {
    return this.#compare(first, second) === 0
  }

  /** The folded name, in the form of needleOf. */
  nameOf(id: number): string {
    const { text, starts, nameEnds } = this.#slices[id >> sliceBits] ?? emptySlice
    const own = id % sliceSize
    return text.slice(starts[own], nameEnds[own])
  }

  #updateAll(): void {
    while (!this.updateSome()) {
      // each call does a piece
    }
  }

  *#updating(): Generator<undefined, void> {
    for (let round = 0; round < mostRounds; round += 1) {
      const stale = this.#staleSlices()
      if (stale.length === 0) return
      for (const number of stale) this.#unsure.add(number)
      let isSure = true
      const fresh: Int32Array[] = []
      for (const number of stale) {
        if (this.#db.inTransaction) isSure = false
        this.#slices[number] = readSlice(this.#db, number)
        fresh.push(this.#idsByName(number))
        yield
      }
      const kept = this.#namesWithout(stale)
      yield
      const added = yield* mergeRuns(fresh, this.#compareNames)
      this.#byName = yield* mergeTwo(kept, added, this.#compareNames)
      this.version += 1
      if (!isSure) return
      for (const number of stale) this.#unsure.delete(number)
    }
  }

  #namesWithout(slices: readonly number[]): Int32Array {
    const isLeftOut = new Uint8Array(this.#slices.length)
    for (const number of slices) isLeftOut[number] = 1
    const kept = new Int32Array(this.#byName.length)
    let length = 0
    for (const id of this.#byName) {
      kept[length] = id
      if (isLeftOut[id >> sliceBits] === 0) length += 1
    }
    return kept.subarray(0, length)
  }

  /** Ascending. */
  #staleSlices(): number[] {
    const changes = statement(this.#db, 'SELECT slice, revision FROM contact_slice WHERE revision > ?').all(
      this.#revision,
    ) as { slice: number; revision: number }[]
    const highestId = (statement(this.#db, 'SELECT max(id) FROM contact').pluck().get() as number | null) ?? 0
    const stale = new Set([...this.#unsure, ...changes.map(({ slice }) => slice)])
    if (highestId > this.#highestId) {
      for (let number = this.#highestId >> sliceBits; number <= highestId >> sliceBits; number += 1) stale.add(number)
    }
    // what a transaction changed may be undone; it is asked for again
    if (!this.#db.inTransaction) {
      this.#revision = changes.reduce((latest, { revision }) => Math.max(latest, revision), this.#revision)
      this.#highestId = highestId
    }
    return [...stale].sort((a, b) => a - b)
  }

  #idsByName(number: number): Int32Array {
    const { starts } = this.#slices[number] ?? emptySlice
    const first = number * sliceSize
    const ids = Int32Array.from({ length: sliceSize }, (_, own) => first + own)
    return ids.filter((id) => (starts[id - first] ?? 0) < (starts[id - first + 1] ?? 0)).sort(this.#compareNames)
  }

  readonly #compareNames: Compare = (first, second) => this.#compare(first, second) || first - second

  #compare(first: number, second: number): number {
    const one = this.#slices[first >> sliceBits] ?? emptySlice
    const other = this.#slices[second >> sliceBits] ?? emptySlice
    return compareNames(one, first % sliceSize, other, second % sliceSize)
  }
}

/** Letter by letter: two strings made for each comparison would cost three times as much. */
function compareNames(one: ContactSlice, ownOfOne: number, other: ContactSlice, ownOfOther: number): number {
  let at = one.starts[ownOfOne] ?? 0
  let atOther = other.starts[ownOfOther] ?? 0
  const end = one.nameEnds[ownOfOne] ?? 0
  const endOfOther = other.nameEnds[ownOfOther] ?? 0
  for (; at < end && atOther < endOfOther; at += 1, atOther += 1) {
    const difference = one.text.charCodeAt(at) - other.text.charCodeAt(atOther)
    if (difference !== 0) return difference
  }
  return end - at - (endOfOther - atOther)
}

function markMatches({ text, starts }: ContactSlice, entries: readonly (readonly string[])[], marks: Uint8Array): void {
  entries.forEach((variants, entry) => {
    for (const needle of variants) {
      let own = 0
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, starts[own + 1])) {
        while ((starts[own + 1] ?? Infinity) <= at) own += 1
        if (marks[own] === entry) marks[own] = entry + 1
      }
    }
  })
  for (let own = 0; own < marks.length; own += 1) marks[own] = marks[own] === entries.length ? 1 : 0
}
