/** On which side of a condition recipients or rows fall, as lines for people and as a document for scripts. */
import type { ConditionCount } from '@shared/contract/recipients'
import type { Words } from './words'

const shownCells = 5

export function conditionDocument({ condition, yes, no, empty, unread, doubtful }: ConditionCount) {
  const cells = ({ count, cells: listed }: ConditionCount['unread']) => ({
    count,
    lines: listed.map(({ line }) => line),
    values: listed.map(({ value }) => value),
  })
  return { condition, yes, no, empty, unread: cells(unread), doubtful: cells(doubtful) }
}

export function conditionLines(count: ConditionCount, words: Words): string[] {
  const { condition, yes, no, unread, doubtful } = count
  const listed = ({ cells, count: all }: ConditionCount['unread']): { count: number; cells: string } => {
    const shown = cells.slice(0, shownCells).map(({ line, value }) => words.say('condition.cell', { line, value }))
    return { count: all, cells: `${shown.join(', ')}${all > shown.length ? '…' : ''}` }
  }
  return [
    words.say('condition.sides', { condition, yes, no }),
    ...(unread.count > 0 ? [`! ${words.say('condition.unread', listed(unread))}`] : []),
    ...(doubtful.count > 0 ? [`! ${words.say('condition.doubtful', listed(doubtful))}`] : []),
  ]
}
