/**
 * How many SMS a text costs, exactly, and which characters make it cost more. Source: 3GPP TS 23.038 (alphabets) and
 * TS 23.040 section 9.2.3.24 (concatenation): 160 septets or 70 UTF-16 units alone, 153 or 67 with the six-byte header of a part.
 * Everything here measures the text as it will be sent (`toSmsText`), also where it is given another form of it.
 */
import { gsmCost, gsmCosts, gsmTableLength, isGsmText } from './gsm-alphabet'
import { toSmsText } from './sms-text'
import { gsmReplacement } from './transliteration'

export { toSmsText } from './sms-text'

/** Most segments that one message may take: networks and gateways stop near ten, and nobody means to send more. */
export const maxSegments = 10

export interface TextMeasure {
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** Septets in GSM-7 (extension characters count 2), UTF-16 units in UCS-2 (most emoji count 2). */
  readonly units: number
  /** SMS charged for one recipient. 0 for an empty text. */
  readonly segments: number
  /** Units that fit in each segment: 160 or 70 in a single one, 153 or 67 in each of several. */
  readonly perSegment: 160 | 153 | 70 | 67
  /** Units still free in the last segment. */
  readonly remaining: number
}

/** Encoding, length and number of segments of a text. A tenth of a microsecond for most GSM texts. */
export function measureText(text: string): TextMeasure {
  let units = 0
  let extended = false
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    const cost = unit < gsmTableLength ? gsmCosts[unit] : 0
    if (cost === 1 && unit !== 0x0d) units++
    else if (cost === 2 && unit !== 0x0c) {
      units += 2
      extended = true
    } else return measureOther(text)
  }
  if (units <= 160) return measure('GSM-7', units, units === 0 ? 0 : 1, 160, 160 - units)
  if (extended) return measureParts('GSM-7', units, cut(text, gsmUnits, 153), 153)
  const segments = Math.ceil(units / 153)
  return measure('GSM-7', units, segments, 153, segments * 153 - units)
}

/** The same for a text that is not plain GSM: put it in its sent form; what stays outside GSM is UCS-2. */
function measureOther(text: string): TextMeasure {
  const sent = toSmsText(text)
  if (isGsmText(sent)) return measureText(sent)
  const units = sent.length
  if (units <= 70) return measure('UCS-2', units, 1, 70, 70 - units)
  return measureParts('UCS-2', units, cut(sent, wideUnits, 67), 67)
}

function measureParts(
  encoding: TextMeasure['encoding'],
  units: number,
  parts: Cuts,
  perSegment: 153 | 67,
): TextMeasure {
  return measure(encoding, units, parts.starts.length, perSegment, perSegment - parts.lastUnits)
}

function measure(
  encoding: TextMeasure['encoding'],
  units: number,
  segments: number,
  perSegment: TextMeasure['perSegment'],
  remaining: number,
): TextMeasure {
  return { encoding, units, segments, perSegment, remaining }
}

/**
 * The parts in which a phone receives the text. Joined they are `toSmsText(text)`; an escape pair (€, [, ~ …) and a
 * surrogate pair (emoji) are never split, so a part may end one unit short.
 */
export function splitSegments(text: string): string[] {
  const sent = toSmsText(text)
  const { encoding, segments } = measureText(sent)
  if (segments <= 1) return segments === 0 ? [] : [sent]
  const { starts } = encoding === 'GSM-7' ? cut(sent, gsmUnits, 153) : cut(sent, wideUnits, 67)
  return starts.map((start, part) => sent.slice(start, starts[part + 1]))
}

interface Cuts {
  /** Where each part begins in the text. */
  readonly starts: readonly number[]
  readonly lastUnits: number
}

/** Units that must stay together from this index on: [units charged, UTF-16 units taken]. */
type UnitsAt = (text: string, index: number) => readonly [charged: number, taken: number]

const oneUnit = [1, 1] as const
const escapePair = [2, 1] as const
const surrogatePair = [2, 2] as const
const gsmUnits: UnitsAt = (text, index) => (gsmCosts[text.charCodeAt(index)] === 2 ? escapePair : oneUnit)
const wideUnits: UnitsAt = (text, index) => ((text.charCodeAt(index) & 0xfc00) === 0xd800 ? surrogatePair : oneUnit)

function cut(text: string, unitsAt: UnitsAt, perSegment: number): Cuts {
  const starts = [0]
  let used = 0
  for (let index = 0; index < text.length;) {
    const [charged, taken] = unitsAt(text, index)
    if (used + charged > perSegment) {
      starts.push(index)
      used = 0
    }
    used += charged
    index += taken
  }
  return { starts, lastUnits: used }
}

export interface CostlyCharacter {
  /** The character as a person sees it: letter with its marks, or whole emoji. */
  readonly char: string
  /** Where it first stands in the given text, in UTF-16 units. */
  readonly index: number
  /** GSM text to write instead; `''` = leave it out (it shows nothing); null = nothing says the same (emoji, other scripts). */
  readonly replacement: string | null
  readonly count: number
}

/**
 * The characters that turn the whole text into UCS-2, each once, in the order of their first place. Characters that
 * `toSmsText` settles anyway (no-break spaces, e + combining acute) cost nothing and are not listed.
 */
export function costlyCharacters(text: string): CostlyCharacter[] {
  return listCostly(costlyClusters(text))
}

/**
 * The text with every replaceable character replaced, in the form in which it is sent. It is GSM-7 unless something
 * without a replacement stays; then it is still UCS-2, and no cheaper.
 */
export function transliterate(text: string): string {
  const sent = toSmsText(text)
  return writeOtherwise(sent, costlyClusters(sent), null)
}

/** A text looked through once for what makes it cost more. */
export interface CostlyText {
  readonly characters: readonly CostlyCharacter[]
  /** The text as it would be sent with this character replaced and all others as they are; null: with all of them replaced. */
  without(char: string | null): string
}

export function readCostly(text: string): CostlyText {
  const sent = toSmsText(text)
  const clusters = Array.from(costlyClusters(sent))
  return { characters: listCostly(clusters), without: (char) => writeOtherwise(sent, clusters, char) }
}

function listCostly(clusters: Iterable<Cluster>): CostlyCharacter[] {
  const found = new Map<string, { index: number; replacement: string | null; count: number }>()
  for (const { index, written } of clusters) {
    const known = found.get(written)
    if (known) known.count++
    else found.set(written, { index, replacement: gsmReplacement(written), count: 1 })
  }
  return Array.from(found, ([char, { index, replacement, count }]) => ({ char, index, replacement, count }))
}

/** @param only the one character that is replaced; null for all that have a replacement */
function writeOtherwise(sent: string, clusters: Iterable<Cluster>, only: string | null): string {
  let result = ''
  let done = 0
  for (const { index, length, written } of clusters) {
    if (only !== null && written !== only) continue
    const replacement = gsmReplacement(written)
    if (replacement === null) continue
    result += sent.slice(done, index) + replacement
    done = index + length
  }
  return done === 0 ? sent : result + sent.slice(done)
}

interface Cluster {
  readonly index: number
  /** UTF-16 units in the text given. */
  readonly length: number
  /** The cluster in its sent form. */
  readonly written: string
}

/** Marks, joiners, skin tones and tags that belong to the character before them; a joiner takes the next one too. */
const clusterAt =
  /(?:\p{Regional_Indicator}{2}|[^\p{M}])(?:[\p{M}\u200c\p{Emoji_Modifier}\u{e0020}-\u{e007f}]|\u200d\p{Extended_Pictographic}|\u200d)*|[^]/uy

/** The clusters whose sent form is not all GSM. Linear; plain GSM stretches are only walked over. */
function* costlyClusters(text: string): Generator<Cluster> {
  for (let index = 0; index < text.length;) {
    // nothing below U+0300 joins the character before it
    if (!(text.charCodeAt(index + 1) >= 0x300) && gsmCost(text.charCodeAt(index)) !== 0) {
      index++
      continue
    }
    clusterAt.lastIndex = index
    const cluster = clusterAt.exec(text)?.[0] ?? text.charAt(index)
    const written = costlyForm(cluster)
    if (written !== null) yield { index, length: cluster.length, written }
    index += cluster.length
  }
}

const knownForms = new Map<string, string | null>()

/** The sent form of a cluster; null where it is all GSM. A few characters make up most texts: they are remembered. */
function costlyForm(cluster: string): string | null {
  let form = knownForms.get(cluster)
  if (form === undefined) {
    const written = toSmsText(cluster)
    form = isGsmText(written) ? null : written
    if (knownForms.size < 5_000) knownForms.set(cluster, form)
  }
  return form
}
