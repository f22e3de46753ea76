/** One choice in a select, a combobox, a radio group or a segmented control. */
import type { Component } from 'vue'

export interface BaseOption<Value extends string> {
  value: Value
  label: string
  /** A second line, in smaller type. */
  hint?: string | undefined
  icon?: Component | undefined
  disabled?: boolean | undefined
  /** Options with the same group stand together under its name (select only). */
  group?: string | undefined
}

/** Options by group, in order of first appearance; the ungrouped come first under `undefined`. */
export function groupOptions<Value extends string>(
  options: readonly BaseOption<Value>[],
): { name: string | undefined; options: BaseOption<Value>[] }[] {
  const groups = new Map<string | undefined, BaseOption<Value>[]>()
  for (const option of options) {
    const members = groups.get(option.group)
    if (members) members.push(option)
    else groups.set(option.group, [option])
  }
  return [...groups].map(([name, members]) => ({ name, options: members }))
}
