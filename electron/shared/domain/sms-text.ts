/**
 * The form in which every text is measured, shown and sent: what a phone shows is unchanged, what only costs money is gone.
 * Done once, before measuring and before sending, so that the bill and the gateway see the same text.
 */
import { gsmCost } from './gsm-alphabet'
import { withoutInvisibleMarks } from './invisible-marks'

/* eslint-disable no-control-regex -- control characters are what is looked for */
/** A line break in any spelling: CR LF, CR, vertical tab, form feed, next line, line and paragraph separators. */
const lineBreak = /\r\n|[\r\u000b\u000c\u0085\u2028\u2029]/g
/** Every space that is not the plain one: tab, no-break (U+00A0), narrow no-break (U+202F), thin, figure, ideographic … */
const otherSpace = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g

/**
 * The text in the form in which it is sent. It is
 * - free of controls, unpaired surrogates and marks that show nothing (joiners stay where emoji and joined scripts need them);
 * - with `\n` for every line break and a plain space for every kind of space: `Intl` writes French numbers as
 *   «12\u202f500», and that one character would turn the whole SMS into UCS-2;
 * - in NFC, so that «é» typed as e + U+0301 (macOS, some spreadsheets) is the one GSM character again.
 *
 * Idempotent. Text of GSM characters and the usual Latin ones, without tabs and carriage returns, is returned as it is.
 */
export function toSmsText(text: string): string {
  if (isPlain(text)) return text
  return withoutInvisibleMarks(text).replace(lineBreak, '\n').replace(otherSpace, ' ').normalize('NFC')
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (gsmCost(unit) === 0 ? !isSettled(unit) : unit === 0x0d || unit === 0x0c) return false
  }
  return true
}

/** Latin letters and quotation marks outside GSM (ç, œ, ’, …): seen, no space, and in NFC whatever stands around them. */
function isSettled(unit: number): boolean {
  return (unit > 0xa0 && unit < 0x300 && unit !== 0xad) || (unit >= 0x2010 && unit <= 0x2027)
}
