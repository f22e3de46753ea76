/**
 * An option given twice would silently lose its first value. Options that take several values (`collect`, `<NAME...>`) join
 * them; every other one is refused, wherever on the line it is repeated. A flag repeated says the same again.
 */
import type { Command, Option } from 'commander'
import { usageError } from './failure'
import type { Words } from './words'

const joinsValues = ({ variadic, parseArg }: Option): boolean => variadic || parseArg !== undefined

/** Parsing throws AppError usage from now on. */
export function refuseRepeats(program: Command, words: Words): void {
  const given = new Map<string, Option>()

  const see = (option: Option): void => {
    const before = given.get(option.attributeName())
    given.set(option.attributeName(), option)
    if (before === undefined) return
    const flag = option.long ?? option.flags
    if (before.long !== option.long)
      throw usageError(words.say('usage.contradiction', { one: before.long ?? '', other: flag }))
    if (option.required || option.optional) throw usageError(words.say('usage.repeated', { what: flag }))
  }

  const watch = (command: Command): void => {
    for (const option of command.options)
      if (!joinsValues(option)) command.on(`option:${option.name()}`, () => see(option))
    for (const child of command.commands) watch(child)
  }
  watch(program)
}
