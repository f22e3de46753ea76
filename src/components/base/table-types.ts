/** The vocabulary of BaseTable: columns, sort, pages and selection. */

export interface TableColumn<Row> {
  /** Also the name of the slot `cell-<id>`. */
  id: string
  header: string
  /** Width in rem, before the person changes it. */
  width: number
  /** Takes what is left of the width; one column should. */
  grow?: boolean
  /** `end` for amounts and counts, which also makes their figures equally wide. */
  align?: 'start' | 'end'
  /** Figures of equal width in a column at the start: phone numbers, dates. */
  figures?: boolean
  sortable?: boolean
  /** Text of the cell, for columns without a slot. */
  text?: (row: Row) => string
}

export interface TableSort {
  columnId: string
  direction: 'ascending' | 'descending'
}

export type RowKey = string | number

/** Which rows are chosen. With `all`, every row of the list but `keys`: choosing 100,000 rows costs nothing. */
export interface TableSelection {
  all: boolean
  keys: ReadonlySet<RowKey>
}

export const nothingSelected: TableSelection = { all: false, keys: new Set() }

export function isSelected(selection: TableSelection, key: RowKey): boolean {
  return selection.keys.has(key) !== selection.all
}

export function countSelected(selection: TableSelection, total: number): number {
  return selection.all ? Math.max(0, total - selection.keys.size) : selection.keys.size
}

/** The selection after these rows are put in (`chosen`) or taken out. */
export function withSelected(selection: TableSelection, keys: readonly RowKey[], chosen: boolean): TableSelection {
  const next = new Set(selection.keys)
  for (const key of keys) {
    if (chosen !== selection.all) next.add(key)
    else next.delete(key)
  }
  return { all: selection.all, keys: next }
}

/** The sort after a column's header is pressed: ascending, then descending, then back. */
export function nextSort(current: TableSort | undefined, columnId: string): TableSort {
  const ascending = current?.columnId !== columnId || current.direction === 'descending'
  return { columnId, direction: ascending ? 'ascending' : 'descending' }
}
