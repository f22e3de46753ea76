/** A key or password as a person pastes it: what cannot belong to it goes. */

export interface CleanCredential {
  readonly value: string
  /** Line breaks, spaces or invisible signs around it were taken away: worth a word. */
  readonly trimmed: boolean
  /** A line break is left inside: it was pasted in pieces, or more than it was. */
  readonly broken: boolean
}

const around = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g

export function cleanCredential(given: string): CleanCredential {
  const value = given.replace(around, '')
  return { value, trimmed: value !== given, broken: /[\r\n\u2028\u2029]/.test(value) }
}
