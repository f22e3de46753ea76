/**
 * The sender that a recipient sees: a name of at most 11 characters of the GSM alphabet, or a number. Networks cut or refuse
 * anything else after the money is spent, so it is checked before. Source: 3GPP TS 23.040 section 9.1.2.5 (an alphanumeric
 * address holds eleven septets) and ITU-T E.164 (fifteen digits). What a gateway allows beyond that is data: `SenderRules`.
 */
import { gsmCost } from './gsm-alphabet'
import { invisibleMarksIn, markName, showInvisibleMarks } from './invisible-marks'
import { toSmsText } from './sms-text'
import { transliterate } from './segment'

export interface SenderRules {
  /** Longest name in characters, or null where the gateway takes any length. */
  readonly maxNameLength: number | null
  /** Longest number in digits. */
  readonly maxDigits: number
  /** Characters allowed in a name: any of one GSM septet, or letters and digits of ASCII with single spaces. */
  readonly characters: 'gsm' | 'letters_digits_spaces'
}

/** What every network takes. */
export const standardSenderRules: SenderRules = { maxNameLength: 11, maxDigits: 15, characters: 'gsm' }

/** Why a sender is refused: the closed list. `params` as noted fill the sentence. */
export const senderProblems = [
  'empty',
  'too_long', // length, limit, suggestion
  'number_too_long', // length, limit
  'bad_characters', // characters, suggestion ('' if none)
] as const
export type SenderProblem = (typeof senderProblems)[number]

export type SenderCheck =
  /** `sender` is the form to send: outer spaces removed. */
  | { readonly ok: true; readonly sender: string; readonly kind: 'name' | 'number' }
  | {
      readonly ok: false
      readonly reason: SenderProblem
      readonly params: Readonly<Record<string, string | number>>
    }

/** Whether a gateway with these rules takes this sender; where not, why, and the nearest one that it would take. */
export function checkSenderId(sender: string, rules: SenderRules = standardSenderRules): SenderCheck {
  const text = toSmsText(sender).trim()
  // a line break has a sign of its own; a space is the usual one or none
  const unusual = sender.trim().match(/[^\P{Cc}\r\n]|[^\P{Zs} ]/gu) ?? []
  const marks = [...new Set([...invisibleMarksIn(sender), ...unusual])]
  if (marks.length > 0) {
    const params = { characters: marks.map(markName).join(' '), suggestion: suggest(text, rules) }
    return { ok: false, reason: 'bad_characters', params }
  }
  if (text === '') return { ok: false, reason: 'empty', params: {} }

  const digits = /^\+?(\d+)$/.exec(text)?.[1]
  if (digits !== undefined) {
    if (digits.length <= rules.maxDigits) return { ok: true, sender: text, kind: 'number' }
    return { ok: false, reason: 'number_too_long', params: { length: digits.length, limit: rules.maxDigits } }
  }

  const bad = new Set(Array.from(text).filter((char) => !isAllowed(char, rules)))
  if (bad.size > 0) {
    const params = { characters: Array.from(bad).join(' '), suggestion: suggest(text, rules) }
    return { ok: false, reason: 'bad_characters', params }
  }
  if (rules.maxNameLength !== null && text.length > rules.maxNameLength) {
    const params = { length: text.length, limit: rules.maxNameLength, suggestion: suggest(text, rules) }
    return { ok: false, reason: 'too_long', params }
  }
  return { ok: true, sender: text, kind: 'name' }
}

/** Standard rules, narrowed by what a gateway allows; null where it takes any length. */
export function senderRulesOf(senderMaxLength: number | null): SenderRules {
  const standard = standardSenderRules.maxNameLength ?? 11
  return { ...standardSenderRules, maxNameLength: Math.min(senderMaxLength ?? standard, standard) }
}

/** What fills the sentence of `sender_invalid`: on one line, whatever the sender holds. */
export function senderProblemParams(
  sender: string,
  { reason, params }: Extract<SenderCheck, { readonly ok: false }>,
): Readonly<Record<string, string | number>> {
  const shown = (text: string): string =>
    showInvisibleMarks(text.replace(/\r\n|[\r\n\u2028\u2029]/g, '↵').replace(/\p{Cc}/gu, ' '))
  const characters = params.characters === undefined ? {} : { characters: shown(String(params.characters)) }
  return { sender: shown(sender).slice(0, 60), reason, ...params, ...characters }
}

/** Extension characters take two septets and line ends break screens: neither belongs in a name. */
function isAllowed(char: string, { characters }: SenderRules): boolean {
  if (characters === 'letters_digits_spaces') return /^[A-Za-z0-9 ]$/.test(char)
  return char.length === 1 && char !== '\n' && gsmCost(char.charCodeAt(0)) === 1
}

function suggest(text: string, rules: SenderRules): string {
  let plain = transliterate(text)
  if (rules.characters === 'letters_digits_spaces') plain = plain.normalize('NFD')
  const kept = Array.from(plain).filter((char) => isAllowed(char, rules))
  const name = kept.join('').replace(/ +/g, ' ').trim()
  return name.slice(0, rules.maxNameLength ?? name.length).trimEnd()
}
