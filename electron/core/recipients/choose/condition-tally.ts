/** Counts on which side of a condition rows fall, and lists the cells that it could not be sure of. */
import { conditionCells, type ConditionCell, type ConditionCount } from '@shared/contract/recipients'
import type { Judgement } from '@shared/domain/template-condition'

export class ConditionTally {
  readonly #source: string
  readonly #column: string
  readonly #sides = { yes: 0, no: 0, empty: 0 }
  readonly #unread = new Cells()
  readonly #doubtful = new Cells()

  /**
   * @param source the condition as it was written
   * @param column heading of its left side, '' where a literal stands there
   */
  constructor(source: string, column: string) {
    this.#source = source
    this.#column = column
  }

  add({ holds, cell }: Judgement, place: () => ConditionCell): void {
    this.#sides[holds ? 'yes' : 'no'] += 1
    if (cell === 'empty') this.#sides.empty += 1
    else if (cell === 'unread') this.#unread.add(place)
    else if (cell === 'doubtful') this.#doubtful.add(place)
  }

  count(): ConditionCount {
    return {
      condition: this.#source,
      column: this.#column,
      ...this.#sides,
      unread: this.#unread.list(),
      doubtful: this.#doubtful.list(),
    }
  }
}

class Cells {
  #count = 0
  readonly #cells: ConditionCell[] = []

  add(place: () => ConditionCell): void {
    this.#count += 1
    if (this.#cells.length < conditionCells) this.#cells.push(place())
  }

  list(): ConditionCount['unread'] {
    return { count: this.#count, cells: [...this.#cells] }
  }
}
