/** One line of a menu. A separator is drawn before an item that starts a new group. */
import type { Component } from 'vue'
import type { ShortcutKeys } from '@/composables/use-shortcut'

export interface MenuItem {
  id: string
  label: string
  icon?: Component | undefined
  /** Shown at the right as a reminder; the view binds the keys itself with useShortcut. */
  shortcut?: ShortcutKeys
  danger?: boolean
  disabled?: boolean | undefined
  separatorBefore?: boolean
  run: () => void
}
