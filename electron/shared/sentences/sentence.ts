/**
 * Core's closed lists in words, in both languages: used by the window, main's notifications and the command line alike,
 * so that one thing has one name everywhere. Pure.
 */
import type { BillWarning } from '../contract/drafts'
import type { ProblemReason } from '../contract/recipients'
import type { GatewayDescription } from '../domain/account'
import type { CampaignState, PauseReason } from '../domain/campaign'
import type { MessageState } from '../domain/message'
import type { ErrorCode, ErrorParams, WireError } from '../errors'
import type { Excluded } from '../contract/drafts'
import { errorSentences as english } from './errors.en'
import { errorSentences as french } from './errors.fr'
import { readingSentences as englishReading } from './reading-errors.en'
import { readingSentences as frenchReading } from './reading-errors.fr'
import { words as englishWords } from './words.en'
import { words as frenchWords } from './words.fr'
import type { Language } from '../language'

const words = (language: Language) => (language === 'fr' ? frenchWords : englishWords)

/** Fills `{x}` from params; a `[part]` that names a missing param is left out; the first letter is made a capital. */
export function fillSentence(sentence: string, params: ErrorParams): string {
  const has = (part: string): boolean =>
    [...part.matchAll(/\{(\w+)\}/g)].every(
      ([, name]) => name !== undefined && params[name] !== undefined && params[name] !== '',
    )
  const filled = sentence
    .replace(/\[([^\]]*)\]/g, (_, part: string) => (has(part) ? part : ''))
    .replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
    .trim()
  return filled.charAt(0).toUpperCase() + filled.slice(1)
}

/** The sentence of an error: what happened, what it means, what to do. Where something was only read (`params.reading`), it does not speak of sending. */
export function errorSentence(error: WireError, language: Language): string {
  const reading = language === 'fr' ? frenchReading : englishReading
  const sending = language === 'fr' ? french : english
  const sentence = error.params.reading === undefined ? undefined : reading[error.code]
  return fillSentence(sentence ?? sending[error.code], {
    ...error.params,
    ...inWords(error, language),
  })
}

/** The params that are words of closed lists, in this language. */
function inWords({ code, params }: WireError, language: Language): ErrorParams {
  const label = language === 'fr' ? params.labelFr : params.labelEn
  if (label !== undefined) return { field: label }
  const detail = code === 'template_syntax' || code === 'where_syntax' ? templateProblemWord(params, language) : null
  if (detail !== null) return { detail }
  const { state } = params
  const states: Readonly<Record<string, string>> = words(language).campaignStateWords
  if (code !== 'campaign_state' || typeof state !== 'string' || !Object.hasOwn(states, state)) return {}
  return { state: states[state] ?? state }
}

/** The problem that `params.detail` names, with the other params filled in; null where it names none. */
function templateProblemWord(params: ErrorParams, language: Language): string | null {
  const table: Readonly<Record<string, string>> = words(language).templateProblemWords
  const { detail } = params
  if (typeof detail !== 'string' || !Object.hasOwn(table, detail)) return null
  return (table[detail] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

export const problemWord = (reason: ProblemReason, language: Language): string => words(language).problemWords[reason]
/** @param error what paused it: of a pause because of a setting it says which one */
export function pauseWord(reason: PauseReason, language: Language, error: WireError | null): string {
  const { pauseWords, settingWords } = words(language)
  const settings: Readonly<Partial<Record<ErrorCode, string>>> = settingWords
  return (reason === 'config' && error !== null ? settings[error.code] : undefined) ?? pauseWords[reason]
}
export const messageStateWord = (state: MessageState, language: Language): string =>
  words(language).messageStateWords[state]
export const campaignStateWord = (state: CampaignState, language: Language): string =>
  words(language).campaignStateWords[state]
export const excludedWord = (reason: keyof Excluded, language: Language): string =>
  words(language).excludedWords[reason]
export const sandboxName = (language: Language): string => words(language).sandboxName
/** A gateway's name for people: the vendor's own, and the sandbox's in their language. */
export const gatewayName = (gateway: Pick<GatewayDescription, 'name' | 'sandbox'>, language: Language): string =>
  gateway.sandbox ? sandboxName(language) : gateway.name
export const warningWord = (warning: BillWarning, language: Language): string =>
  fillSentence(words(language).warningWords[warning.code], warning.params)
