/**
 * What to write instead of a character that the GSM alphabet lacks, so that a message keeps its 160 characters.
 * Letters lose what GSM cannot carry (ç → c, ê → e), typographic signs become their typewriter form (’ → ', « → "),
 * letters of African alphabets become the Latin letter people already write for them by SMS (ɛ → e, ŋ → n).
 * Other scripts and emoji have no replacement: inventing one would change what the message says.
 */
import { isGsmText } from './gsm-alphabet'

/** Replacements that Unicode's own decompositions do not give. Space-separated pairs `from to`, `∅` for nothing. */
const pairs = `
œ oe  Œ OE  ĳ ij  Ĳ IJ  ð d  Ð D  þ th  Þ Th  ł l  Ł L  đ d  Đ D  ħ h  Ħ H  ı i  ŧ t  Ŧ T  ĸ k  ẞ SS
ɛ e  Ɛ E  ɔ o  Ɔ O  ŋ n  Ŋ N  ɓ b  Ɓ B  ɗ d  Ɗ D  ɖ d  Ɖ D  ƒ f  Ƒ F  ɣ g  Ɣ G  ɲ n  Ɲ N  ƙ k  Ƙ K  ƴ y  Ƴ Y
ɩ i  Ɩ I  ʋ v  Ʋ V  ǝ e  Ǝ E  ə e  Ə E  ʊ u  Ʊ U  ɂ '  Ɂ '  ʔ '  ʼ '  ʻ '  ꞌ '  Ꞌ '  ɨ i  Ɨ I  ʉ u  Ʉ U
‘ '  ’ '  ‚ '  ‛ '  ′ '  ‵ '  ‹ '  › '  \` '  ´ '
“ "  ” "  „ "  ‟ "  ″ "  « "  » "  〝 "  〞 "  ¨ "
‐ -  ‑ -  ‒ -  – -  — -  ― -  − -  ⁃ -  • -  ‣ -  · -  ∙ -  ● -  ▪ -  ■ -  ◦ -  ► >  ▶ >  ➤ >
→ ->  ← <-  ⇒ =>  ↔ <->  ➔ ->  ➜ ->
⁄ /  ∕ /  ÷ /  × x  ≤ <=  ≥ >=  ≠ !=  ± +/-  ≈ ~  ° o  ¢ c  © (C)  ® (R)  ™ TM  ¦ |  ¬ -  µ u  ‰ o/oo  † +  ¶ §
\u200c ∅  \u200d ∅  \u200e ∅  \u200f ∅  \u061c ∅  \ufe0e ∅  \ufe0f ∅
\u202a ∅  \u202b ∅  \u202c ∅  \u202d ∅  \u202e ∅  \u2066 ∅  \u2067 ∅  \u2068 ∅  \u2069 ∅
`

const table = new Map<string, string>()
const words = pairs.trim().split(/[ \n]+/)
for (let index = 0; index + 1 < words.length; index += 2) {
  const to = words[index + 1] ?? ''
  table.set(words[index] ?? '', to === '∅' ? '' : to)
}

const mark = /\p{M}/u
const remembered = new Map<string, string | null>()

/**
 * What to send instead of this character (a code point, or a letter with its combining marks, or an emoji sequence),
 * all of it GSM: `''` where the character is only a mark or a direction sign, null where there is no fair replacement.
 */
export function gsmReplacement(char: string): string | null {
  let replacement = remembered.get(char)
  if (replacement === undefined) {
    replacement = findReplacement(char)
    if (remembered.size < 5_000) remembered.set(char, replacement)
  }
  return replacement
}

function findReplacement(char: string): string | null {
  let result = ''
  for (const point of char.normalize('NFC')) {
    const part = replacePoint(point)
    if (part === null) return null
    result += part
  }
  return result
}

function replacePoint(point: string): string | null {
  if (isGsmText(point)) return point
  const known = table.get(point)
  if (known !== undefined) return known
  if (mark.test(point)) return ''
  // NFKD takes letters apart from their marks, and opens ligatures (ﬁ), full-width letters, ½, …, ² and the like.
  const parts = point.normalize('NFKD')
  if (parts === point) return null
  let result = ''
  for (const part of parts) {
    if (mark.test(part)) continue
    const plain = isGsmText(part) ? part : table.get(part)
    if (plain === undefined) return null
    result += plain
  }
  return result
}
