/**
 * Text from files, gateways and people as a terminal may get it: control characters (C0, DEL, C1) would move the cursor,
 * recolour or retitle the window, so they are shown, not obeyed.
 */

// eslint-disable-next-line no-control-regex -- these are what it is about
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g

const unescapedControls = /[\u007f-\u009f]/g

const picture = (control: string): string => {
  const code = control.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd'
}

/** One line, with `␛` for an escape, `␊` for a line break and so on. Tabs stay: they separate columns. */
export function printable(text: string): string {
  return text.replace(controls, picture)
}

/** A JSON document on one line, of the same value, without control characters. */
export function printableJson(value: unknown): string {
  const escape = (control: string): string => `\\u00${control.charCodeAt(0).toString(16)}`
  return JSON.stringify(value).replace(unescapedControls, escape)
}
