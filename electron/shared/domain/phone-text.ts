/**
 * What stands around a phone number in a cell: labels, list marks, remarks, links, marks that show nothing. Takes away what
 * is known and leaves `|` where it stood, so that digits on its two sides are never read as one number.
 */

const invisible = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ufe0e\ufe0f]/g
const arabicDigit = /[\u0660-\u0669\u06f0-\u06f9]/g
const dashes = /[‐‑‒–—―−]/g
/** Line breaks of every kind, also as spreadsheets write them into XML. */
const lineBreak = /[\r\n\t\v\f\u0085\u2028\u2029]+|_x000[9ad]_/gi
const formulaText = /^="([^"]*)"$/
const leadingQuotes = /^['’‘`"´]+/
/** Circled and other figures (①, ², ½): NFKC would make digits of them. */
const figure = /\p{No}/gu
const leadingFigures = /^\s*\p{No}+[.):]?\s*/u

/** One line of plain characters: compatibility forms, no-break spaces, dashes, quotes and marks that show nothing are gone. */
export function plainPhoneText(raw: string): string {
  const text = raw
    .replace(leadingFigures, '')
    .replace(figure, '※')
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(arabicDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(dashes, '-')
    .trim()
  const bare = (formulaText.exec(text)?.[1] ?? text).replace(leadingQuotes, '').replace(/"$/, '')
  return bare.replace(lineBreak, '|').replace(/^[|\s]+|[|\s]+$/g, '')
}

const webLink =
  /^(?:https?:\/\/)?(?:www\.)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?(?:[^#]*&)?phone=)(?:\+|%2B)?([\d\s().-]+?)\/?(?:[?&#].*)?$/i
const appLink = /^(?:whatsapp:\/\/send\/?\?(?:[^#]*&)?phone=)(?:\+|%2B)?(\d+)(?:&.*)?$/i
const chatAddress = /^(\d+)@(?:s\.whatsapp\.net|c\.us)$/i
const callLink = /^(?:tel|sms|smsto|callto|whatsapp):(?:\/\/)?\s*(?=[+\d(])/i

/** The number in a link to a chat, which is always written with its calling code; null where the cell is no such link. */
export function linkedPhone(text: string): string | null {
  for (const link of [webLink, appLink, chatAddress]) {
    const number = link.exec(text)?.[1]
    if (number !== undefined) return number
  }
  return null
}

/** Words that people write beside a number: what it is, whose it is, or whose network it is on. */
const label =
  't[ée]l[ée]phones?|t[ée]ls?|phones?|mobiles?|mob|gsm|cellulaires?|cell?|portables?|port|whats?app?|wa|wsp|num[ée]ros?|numbers?|' +
  'num|n°|no|nos|contacts?|appels?|appeler|call|sms|joindre|msisdn|' +
  'mtn|orange|moov|airtel|wave|momo|om|mobile ?money|camtel|nexttel|free|expresso|togocom|yas|celtiis|telecel|libertis|' +
  'perso(?:nnel)?|pro|bureau|maison|domicile|' +
  'maman|papa|m[èe]re|p[èe]re|mum|mom|dad|mother|father|parents?|tut(?:eur|rice)|oncle|tante|mme|mr|m\\.|mlle'
const notLetter = '(?![\\p{L}\\p{M}])'
/** A label, with its own number where it has one («Tél 1 :», «Tel2:»). */
const labels = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${label})${notLetter}(?:[\\s.°]*(?:\\d{1,2}\\s*[:)=]|[1-9]\\d?\\s*[.-](?=\\s)))?`,
  'giu',
)
/** One letter is a label only with its colon: «p:+237…» in lists of people who answered an advertisement. */
const letterLabel = /(?<![\p{L}\p{M}\d])[ptmcw]\s?:/giu
/** Words in brackets, or after a dash at the end: «(Mme Awa)», «- Awa». */
const remark = /\([^()\d]*\p{L}[^()\d]*\)|(?<=\d)\s+-\s+[^\d|/,;&+]*\p{L}[^\d|/,;&+]*$/gu
/** Words that say that this is no number to write to. */
const refusing =
  /(?<!\p{L})(?:(?:t[ée]l[ée])?fax|faux|fausse?|wrong|ancien(?:ne)?|old|erreur|error|ne pas|ne plus|n[e'’] |pas de|pas|plus|not?(?= to| valid| in)|don.?t|do not|stop|d[ée]c[ée]d[ée]e?|dead|hors|injoignable|ext(?:ension)?|poste)(?!\p{L})/iu

/** Whether words in the cell say that its number must not be used: «Fax», «ancien numéro», «ne pas appeler», «poste 12». */
export function isRefusedByWords(text: string): boolean {
  return refusing.test(text)
}

/** The text with every label and remark replaced by `|`; bullets at its head are gone. */
export function withoutLabels(text: string): string {
  return text
    .replace(callLink, '')
    .replace(remark, '|')
    .replace(labels, '|')
    .replace(letterLabel, '|')
    .replace(/\|[\s.:=)/|-]*(?=[|+\d(])|\|[\s.:=)/|-]*$/g, '|')
    .replace(/^[|\s•●▪◦‣·*>✓✔☎📞📱:.=-]+/u, '')
    .replace(/[|\s.,;:/-]+$/, '')
}
