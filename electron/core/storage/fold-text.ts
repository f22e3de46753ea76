/**
 * Text without case, accents and ligatures: what two people may spell differently and mean the same. A text folds to what its
 * characters fold to one by one (property-tested).
 */

const marks = /\p{M}+/gu
const letters: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ɓ: 'b',
  ɗ: 'd',
  ŋ: 'n',
  ɛ: 'e',
  ɔ: 'o',
  // at the end of a word only, so that letters fold alike wherever they stand
  ς: 'σ',
}
const special = /[œæßøłđɓɗŋɛɔς]/g
const plain = /^[\n -@[-~]*$/

/** Latin letters that stand by themselves, no combining marks: each can be folded alone. */
const accented = /[\u0080-\u024f\u2018\u2019]/g
const beyond = /[\u0250-\u2017\u201a-\uffff]/
/** Accented letter → plain ones; filled as letters are met, a few hundred at most. */
const folded = new Map<string, string>()

/** `Émile Œuvré` → `emile oeuvre`; typographic apostrophes become plain ones. */
export function foldText(text: string): string {
  const lower = text.toLowerCase()
  if (plain.test(lower)) return lower
  return beyond.test(lower) ? foldWhole(lower) : lower.replace(accented, foldLetter)
}

function foldLetter(letter: string): string {
  let plainer = folded.get(letter)
  if (plainer === undefined) {
    plainer = foldWhole(letter)
    folded.set(letter, plainer)
  }
  return plainer
}

function foldWhole(lower: string): string {
  return lower
    .normalize('NFD')
    .replace(marks, '')
    .replace(special, (letter) => letters[letter] ?? letter)
    .replace(/[\u2018\u2019\u02bc]/g, "'")
}
