/** On which side of a condition recipients or rows fall, as lines for people and as a document for scripts. */
import type { ConditionCell, ConditionCount } from '@shared/contract/recipients'
import type { Words } from './words'

const shownCells = 5

/** @param sources labels of all lists that were read */
export function conditionDocument(
  { condition, yes, no, empty, unread, doubtful }: ConditionCount,
  sources: readonly string[],
) {
  return { condition, yes, no, empty, unread: cellDocument(unread, sources), doubtful: cellDocument(doubtful, sources) }
}

interface Cells {
  readonly count: number
  readonly cells: readonly ConditionCell[]
}

/** With the list of each line where several were read. */
export function cellDocument({ count, cells }: Cells, sources: readonly string[]) {
  return {
    count,
    lines: cells.map(({ line }) => line),
    values: cells.map(({ value }) => value),
    ...(sources.length > 1 && { sources: cells.map(({ source }) => sources[source] ?? '') }),
  }
}

/** The count and the first cells, for a sentence. */
export function cellsShown({ count, cells }: Cells, words: Words, sources: readonly string[]) {
  const shown = cells.slice(0, shownCells).map(({ source, line, value }) => {
    const list = sources[source] ?? ''
    return sources.length > 1 && list !== ''
      ? words.say('condition.cellOf', { line, list, value })
      : words.say('condition.cell', { line, value })
  })
  return { count, cells: `${shown.join(', ')}${count > shown.length ? '…' : ''}` }
}

/** @param sources labels of all lists that were read */
export function conditionLines(count: ConditionCount, words: Words, sources: readonly string[]): string[] {
  const { condition, yes, no, unread, doubtful } = count
  return [
    words.say('condition.sides', { condition, yes, no }),
    ...(unread.count > 0 ? [`! ${words.say('condition.unread', cellsShown(unread, words, sources))}`] : []),
    ...(doubtful.count > 0 ? [`! ${words.say('condition.doubtful', cellsShown(doubtful, words, sources))}`] : []),
  ]
}
