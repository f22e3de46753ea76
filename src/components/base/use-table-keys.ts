/** The keyboard of BaseTable: which row is active, and what each key does to it. */
import { ref, type Ref } from 'vue'
import { isMac } from '@/composables/use-shortcut'

export interface TableKeyActions {
  count: () => number
  rowsInView: () => number
  reveal: (index: number) => void
  open: (index: number) => void
  /** Chooses or unchooses; from the anchor to the row when they differ. */
  toggle: (from: number, to: number) => void
  selectAll: () => void
  clear: () => void
  openMenu: (index: number) => void
}

export interface TableKeys {
  active: Ref<number>
  /** Where a range started. */
  anchor: Ref<number>
  onKey: (event: KeyboardEvent) => void
}

export function useTableKeys(actions: TableKeyActions): TableKeys {
  const active = ref(0)
  const anchor = ref(0)

  function targetOf(event: KeyboardEvent): number | undefined {
    switch (event.key) {
      case 'ArrowDown':
        return active.value + 1
      case 'ArrowUp':
        return active.value - 1
      case 'PageDown':
        return active.value + actions.rowsInView()
      case 'PageUp':
        return active.value - actions.rowsInView()
      case 'Home':
        return 0
      case 'End':
        return actions.count() - 1
      default:
        return undefined
    }
  }

  function move(target: number, extend: boolean): void {
    active.value = Math.min(actions.count() - 1, Math.max(0, target))
    actions.reveal(active.value)
    if (extend) actions.toggle(anchor.value, active.value)
    else anchor.value = active.value
  }

  /** Whether the key meant something here. */
  function act(event: KeyboardEvent): boolean {
    const target = targetOf(event)
    const mod = isMac ? event.metaKey : event.ctrlKey
    if (target !== undefined) move(target, event.shiftKey)
    else if (event.key === 'Enter') actions.open(active.value)
    else if (event.key === ' ') {
      actions.toggle(event.shiftKey ? anchor.value : active.value, active.value)
      anchor.value = active.value
    } else if (mod && event.key.toLowerCase() === 'a') actions.selectAll()
    else if (event.key === 'Escape') actions.clear()
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) actions.openMenu(active.value)
    else return false
    return true
  }

  return {
    active,
    anchor,
    onKey(event) {
      if (event.target !== event.currentTarget || actions.count() === 0) return
      if (act(event)) event.preventDefault()
    },
  }
}
