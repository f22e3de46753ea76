/**
 * Balances, prices and counts as gateways spell them: `12 500 FCFA`, `1,250.50`, `1.250,50`, `12'500`, `XOF -500`. What
 * can be read in two ways (`12,500` alone is 12500 to some and 12.5 to others) is not read: the caller shows it as it came.
 */
import { readDecimal } from '@shared/domain/decimal'

export interface Figure {
  /** Canonical decimal string. */
  readonly value: string
  /** `sms` or an ISO 4217 code where the figure names its unit; `FCFA` names two currencies, so none. */
  readonly unit: string | null
}

export type FigureReading =
  | ({ readonly kind: 'read' } & Figure)
  /** There are digits, but not one clear number; `text` as the gateway gave it, shortened. */
  | { readonly kind: 'unreadable'; readonly text: string }
  /** No figure at all: missing, empty, words, an object. */
  | { readonly kind: 'none' }

const none: FigureReading = { kind: 'none' }
const longestShown = 40

/** Words around a figure. What is not here makes it unreadable: `500 Mo` or `30 jours` is no balance. */
const units: ReadonlyMap<string, string | null> = new Map([
  ['xof', 'XOF'],
  ['xaf', 'XAF'],
  ['eur', 'EUR'],
  ['euro', 'EUR'],
  ['euros', 'EUR'],
  ['€', 'EUR'],
  ['usd', 'USD'],
  ['$', 'USD'],
  ['gnf', 'GNF'],
  ['cdf', 'CDF'],
  ['ghs', 'GHS'],
  ['ngn', 'NGN'],
  ['fcfa', null],
  ['cfa', null],
  ['f', null],
  ['fr', null],
  ['frs', null],
  ['franc', null],
  ['francs', null],
  ['francs cfa', null],
  ['sms', 'sms'],
  ['credit', 'sms'],
  ['credits', 'sms'],
  ['message', 'sms'],
  ['messages', 'sms'],
])

const apostrophes = /(?<=\d)['’ʼ`´](?=\d{3})/g
/** `F.CFA`, `F CFA`. */
const frenchFranc = /f\s*\.?\s*cfa\.?/i
const parts = /^([^\d+\-−.,]*)([+\-−]?)([^\d+\-−.,]*)([\d.,\s]*\d)([^\d]*)$/u

export function readFigure(given: unknown): FigureReading {
  if (typeof given === 'number') return Number.isFinite(given) ? readText(String(given)) : none
  return typeof given === 'string' ? readText(given) : none
}

/** The figure's decimal string, null where it is not one clear number. */
export function decimalFigure(given: unknown): string | null {
  const reading = readFigure(given)
  return reading.kind === 'read' ? reading.value : null
}

/**
 * A balance where the gateway's answer has one: what is there but is no figure (words, an object, a list) is unreadable, and is
 * shown as it came.
 */
export function readBalance(given: unknown): FigureReading {
  const reading = readFigure(given)
  if (reading.kind !== 'none' || given === null || given === undefined || given === '') return reading
  return unreadableFigure(typeof given === 'string' ? given : JSON.stringify(given))
}

/** Shown as the gateway gave it, shortened. */
export function unreadableFigure(text: string): FigureReading & { readonly kind: 'unreadable' } {
  return { kind: 'unreadable', text: text.trim().replace(/\s+/g, ' ').slice(0, longestShown) }
}

/** A figure to show beside a balance: a number where it is one, else as the gateway gave it; null where there is none. */
export function shownFigure(given: unknown): number | string | null {
  const reading = readFigure(given)
  if (reading.kind === 'none') return null
  if (reading.kind === 'unreadable') return reading.text
  const value = Number(reading.value)
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : reading.value
}

function readText(given: string): FigureReading {
  const text = given.trim()
  if (!/\d/.test(text)) return none
  const unreadable = unreadableFigure(text)
  if (text.length > 60) return unreadable
  const match = parts.exec(text.replace(apostrophes, ' ').replace(frenchFranc, 'FCFA'))
  if (match === null) return unreadable
  const [, before = '', sign = '', between = '', digits = '', after = ''] = match
  const words = [before, between, after].map(unitWord).filter((word) => word !== '')
  if (words.length > 1 || words.some((word) => !units.has(word))) return unreadable
  const number = readDecimal(digits)
  if (number?.kind !== 'exact') return unreadable
  const isNegative = (sign === '-' || sign === '−') && /[1-9]/.test(number.value)
  return {
    kind: 'read',
    value: isNegative ? `-${number.value}` : number.value,
    unit: units.get(words[0] ?? '') ?? null,
  }
}

/** `(FCFA)` and `Crédits :` are the unit's bare word; brackets around the figure itself mean a debt to some. */
function unitWord(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^\s*\((.+)\)/, '$1')
    .replace(/[.:;]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
