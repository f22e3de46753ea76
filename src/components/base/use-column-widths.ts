/** Widths of a table's columns in rem, changed by hand and kept in localStorage under the table's own name. */
import { computed, ref, type ComputedRef } from 'vue'
import type { TableColumn } from './table-types'

const narrowest = 3
const widest = 60

export interface ColumnWidths {
  /** For `grid-template-columns`. */
  template: ComputedRef<string>
  /** What all columns need, in rem. */
  total: ComputedRef<number>
  widthOf: (columnId: string) => number
  resize: (columnId: string, width: number) => void
  reset: (columnId: string) => void
}

function readKept(storageKey: string | undefined): Record<string, number> {
  if (storageKey === undefined) return {}
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    )
  } catch {
    return {}
  }
}

/**
 * @param edges widths in rem of the fixed columns before and after (selection, actions).
 * @param name kept under `griot.columns.<name>`; not kept without a name.
 */
export function useColumnWidths<Row>(
  columns: () => readonly TableColumn<Row>[],
  edges: () => { before: readonly number[]; after: readonly number[] },
  name: string | undefined,
): ColumnWidths {
  const storageKey = name === undefined ? undefined : `griot.columns.${name}`
  const changed = ref(readKept(storageKey))

  function widthOf(columnId: string): number {
    return changed.value[columnId] ?? columns().find((column) => column.id === columnId)?.width ?? narrowest
  }

  function keep(next: Record<string, number>): void {
    changed.value = next
    if (storageKey !== undefined) localStorage.setItem(storageKey, JSON.stringify(next))
  }

  return {
    widthOf,
    template: computed(() => {
      const middle = columns().map((column) =>
        column.grow ? `minmax(${widthOf(column.id)}rem, 1fr)` : `${widthOf(column.id)}rem`,
      )
      const fixed = (widths: readonly number[]): string[] => widths.map((width) => `${width}rem`)
      return [...fixed(edges().before), ...middle, ...fixed(edges().after)].join(' ')
    }),
    total: computed(() => {
      const ends = [...edges().before, ...edges().after].reduce((sum, width) => sum + width, 0)
      return columns().reduce((sum, column) => sum + widthOf(column.id), ends)
    }),
    resize(columnId, width) {
      keep({ ...changed.value, [columnId]: Math.min(widest, Math.max(narrowest, width)) })
    },
    reset(columnId) {
      keep(Object.fromEntries(Object.entries(changed.value).filter(([id]) => id !== columnId)))
    },
  }
}
