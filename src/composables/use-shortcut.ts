/**
 * Keyboard shortcuts of the window. `mod` is Cmd on macOS and Ctrl elsewhere. A shortcut without `mod` or `alt` stays
 * quiet while the person types in a field. Removed with the component that asked for it.
 */
import { onScopeDispose } from 'vue'

/** Such as `mod+k`, `mod+shift+n`, `f5`, `/`. Modifiers in any order, the key last, as KeyboardEvent.key in lower case. */
export type ShortcutKeys = string

export interface ParsedShortcut {
  key: string
  mod: boolean
  shift: boolean
  alt: boolean
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

export function parseShortcut(keys: ShortcutKeys): ParsedShortcut {
  const parts = keys.toLowerCase().split('+')
  const key = parts.pop() ?? ''
  return { key, mod: parts.includes('mod'), shift: parts.includes('shift'), alt: parts.includes('alt') }
}

/** `?` and `/` need Shift on some layouts and not on others: for signs, Shift does not count. */
function needsShiftSomewhere(key: string): boolean {
  return key.length === 1 && !/[a-z0-9]/.test(key)
}

/** Whether the event is this shortcut and nothing more. */
export function matchesShortcut(event: KeyboardEvent, shortcut: ParsedShortcut, mac = isMac): boolean {
  const mod = mac ? event.metaKey : event.ctrlKey
  const otherMod = mac ? event.ctrlKey : event.metaKey
  return (
    event.key.toLowerCase() === shortcut.key &&
    mod === shortcut.mod &&
    !otherMod &&
    event.altKey === shortcut.alt &&
    (event.shiftKey === shortcut.shift || needsShiftSomewhere(shortcut.key))
  )
}

/** The keys as people read them, one entry per key cap: `['Ctrl', 'K']`, `['⌘', 'K']`. */
export function shortcutCaps(keys: ShortcutKeys, mac = isMac): string[] {
  const { key, mod, shift, alt } = parseShortcut(keys)
  const caps: string[] = []
  if (mod) caps.push(mac ? '⌘' : 'Ctrl')
  if (alt) caps.push(mac ? '⌥' : 'Alt')
  if (shift) caps.push('⇧')
  caps.push(key.length === 1 || /^f\d+$/.test(key) ? key.toUpperCase() : (keyNames[key] ?? key))
  return caps
}

const keyNames: Record<string, string> = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  delete: '⌦',
  backspace: '⌫',
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select, [role="combobox"]')
}

/**
 * Runs `run` when the keys are pressed anywhere in the window, and keeps the browser from its own meaning of them.
 * @param enabled asked at each press; a shortcut that is off lets the press through.
 */
export function useShortcut(keys: ShortcutKeys, run: () => void, enabled: () => boolean = () => true): void {
  const shortcut = parseShortcut(keys)
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.repeat || !matchesShortcut(event, shortcut) || !enabled()) return
    if (!shortcut.mod && !shortcut.alt && isTyping(event.target)) return
    event.preventDefault()
    run()
  }
  window.addEventListener('keydown', listen)
  onScopeDispose(() => window.removeEventListener('keydown', listen))
}
