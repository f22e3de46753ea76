/** What is wrong with a value that a person typed, from what the contract's schema says of it. */
import type { z } from '@shared/contract/schema'
import type { Words } from './words'

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Limits are named where the schema has them. */
export function inputProblem(error: z.ZodError, words: Words): string {
  const issue = error.issues[0]
  const field = kebab(issue?.path.filter((step) => typeof step === 'string').at(-1) ?? '')
  switch (issue?.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? words.say('bad.tooLong', { field, limit: Number(issue.maximum) })
        : words.say('bad.tooBig', { field, limit: Number(issue.maximum) })
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? words.say('bad.empty', { field })
        : words.say('bad.tooSmall', { field, limit: Number(issue.minimum) })
    default:
      return words.say('bad.value', { field })
  }
}
