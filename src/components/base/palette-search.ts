/** Commands of the palette and how they are found. */
import type { Component } from 'vue'
import type { ShortcutKeys } from '@/composables/use-shortcut'
import { foldText } from './fold-text'

export interface PaletteCommand {
  id: string
  label: string
  /** Commands of one group stand together under its name. */
  group: string
  /** Other words that people may type for it. */
  keywords?: readonly string[]
  /** At the right, in small: where it is, whose it is. */
  hint?: string | undefined
  icon?: Component | undefined
  shortcut?: ShortcutKeys
  run: () => void
}

/** 0 when it does not match; better matches are higher: the start of the label, a word's start, inside, keywords. */
function score(command: PaletteCommand, words: readonly string[]): number {
  const label = foldText(command.label)
  const others = foldText([...(command.keywords ?? []), command.hint ?? '', command.group].join(' '))
  let sum = 0
  for (const word of words) {
    if (label.startsWith(word)) sum += 8
    else if (label.split(/[\s’'-]+/).some((part) => part.startsWith(word))) sum += 6
    else if (label.includes(word)) sum += 4
    else if (others.includes(word)) sum += 2
    else return 0
  }
  return sum
}

/** Commands that hold every word of the query, best first, in their order when equal; all of them for an empty query. */
export function searchCommands(commands: readonly PaletteCommand[], query: string): PaletteCommand[] {
  const words = foldText(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...commands]
  return commands
    .map((command) => ({ command, points: score(command, words) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points)
    .map(({ command }) => command)
}
