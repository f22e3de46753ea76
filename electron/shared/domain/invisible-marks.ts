/**
 * Marks that show nothing and cost money: writing direction, zero width, controls. Joiners and variant selectors stay where
 * they form a sign: emoji, Arabic and other joined scripts.
 */

/* eslint-disable no-control-regex -- control characters are what is looked for */
const invisible =
  /[\p{Cs}\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|\u034f/gu
/* eslint-enable no-control-regex */
const joiner = /[\u200c\u200d]/g
const selector = /[\ufe00-\ufe0f]/g
const joinsBefore = /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]|(?!\p{Script=Latin})\p{Letter}|\p{Mark})$/u
const selectable = /[\p{Extended_Pictographic}\d#*]$/u

export function replaceInvisibleMarks(text: string, replacement: (mark: string) => string): string {
  const before = (at: number, whole: string): string => whole.slice(Math.max(0, at - 2), at)
  return text
    .replace(invisible, replacement)
    .replace(selector, (mark, at: number, whole: string) =>
      selectable.test(before(at, whole)) ? mark : replacement(mark),
    )
    .replace(joiner, (mark, at: number, whole: string) =>
      joinsBefore.test(before(at, whole)) ? mark : replacement(mark),
    )
}

export const withoutInvisibleMarks = (text: string): string => replaceInvisibleMarks(text, () => '')

/** Each mark once, in the order in which they stand. */
export function invisibleMarksIn(text: string): string[] {
  const marks = new Set<string>()
  replaceInvisibleMarks(text, (mark) => {
    marks.add(mark)
    return ''
  })
  return [...marks]
}

/** `U+200B`: how a mark is named to people. */
export const markName = (mark: string): string =>
  `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The text with each mark to be seen: `Awa<U+202E>`. */
export const showInvisibleMarks = (text: string): string => replaceInvisibleMarks(text, (mark) => `<${markName(mark)}>`)

/** Without the spaces around it. `trim` would also take a byte order mark (U+FEFF), which is no space and is told. */
export const trimSpaces = (text: string): string => text.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, '')
