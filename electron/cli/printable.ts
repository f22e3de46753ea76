/**
 * Text from files, gateways and people as a terminal may get it: control characters (C0, DEL, C1) would move the cursor,
 * recolour or retitle the window, and marks that show nothing (U+202E, U+200B) would turn or hide text, so they are shown,
 * not obeyed.
 */
import { replaceInvisibleMarks, showInvisibleMarks } from '@shared/domain/invisible-marks'

// eslint-disable-next-line no-control-regex -- these are what it is about
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g

const unescapedControls = /[\u007f-\u009f]/g

const picture = (control: string): string => {
  const code = control.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd'
}

/** One line, with `␛` for an escape, `␊` for a line break, `<U+202E>` for a mark and so on. Tabs stay: they separate columns. */
export function printable(text: string): string {
  return showInvisibleMarks(text.replace(controls, picture))
}

/** A JSON document on one line, of the same value, without control characters and marks that show nothing. */
export function printableJson(value: unknown): string {
  const escape = (mark: string): string =>
    Array.from({ length: mark.length }, (_, at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
  return replaceInvisibleMarks(JSON.stringify(value).replace(unescapedControls, escape), escape)
}
