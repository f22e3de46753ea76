/**
 * A streaming scanner for the XML that spreadsheets are made of: elements, attributes, text, CDATA, entities. No DTD, so
 * no entity bombs; a token larger than a megabyte is refused, so memory stays flat. Names come without their prefix.
 */
import { AppError } from '@shared/errors'

export interface XmlHandler {
  /** @param attributes as written between the name and `>`; read them with `attribute` */
  open(name: string, attributes: string): void
  close(name: string): void
  /** Decoded text; a run of text may come in several calls. */
  text(text: string): void
}

const longestToken = 1_048_576

export class XmlScanner {
  readonly #handler: XmlHandler
  readonly #file: string
  #rest = ''
  #depth = 0
  #sawElement = false

  constructor(handler: XmlHandler, file: string) {
    this.#handler = handler
    this.#file = file
  }

  /** @throws AppError file_excel_damaged */
  write(chunk: string): void {
    const xml = this.#rest + chunk
    let position = 0
    while (position < xml.length) {
      const tag = xml.indexOf('<', position)
      if (tag === -1) break
      if (tag > position) this.#text(xml.slice(position, tag))
      position = tag
      const end = this.#markup(xml, tag)
      if (end === -1) break
      position = end
    }
    this.#rest = xml.slice(position)
    if (this.#rest.length > longestToken) throw this.#damaged()
  }

  /** The document must be complete. @throws AppError file_excel_damaged */
  end(): void {
    if (this.#rest.trim() !== '' || this.#depth !== 0 || !this.#sawElement) throw this.#damaged()
  }

  /** Handles what starts at `start` with `<`; the position behind it, or -1 where it is not complete yet. */
  #markup(xml: string, start: number): number {
    const second = xml.charCodeAt(start + 1)
    if (second === 33) return this.#declaration(xml, start)
    if (second === 63) return behind(xml, '?>', start)
    const end = tagEnd(xml, start)
    if (end === -1) return -1
    if (second === 47) {
      if (--this.#depth < 0) throw this.#damaged()
      this.#handler.close(localName(xml.slice(start + 2, end).trim()))
      return end + 1
    }
    const isEmpty = xml.charCodeAt(end - 1) === 47
    const inside = xml.slice(start + 1, isEmpty ? end - 1 : end)
    const space = inside.search(/\s/)
    const name = localName(space === -1 ? inside : inside.slice(0, space))
    this.#sawElement = true
    this.#handler.open(name, space === -1 ? '' : inside.slice(space))
    if (isEmpty) this.#handler.close(name)
    else this.#depth++
    return end + 1
  }

  #declaration(xml: string, start: number): number {
    if (xml.startsWith('<!--', start)) return behind(xml, '-->', start)
    if (xml.startsWith('<![CDATA[', start)) {
      const end = xml.indexOf(']]>', start)
      if (end === -1) return -1
      this.#handler.text(xml.slice(start + 9, end))
      return end + 3
    }
    if (xml.length - start < 9) return -1
    throw this.#damaged()
  }

  #text(raw: string): void {
    this.#handler.text(raw.includes('&') ? decodeEntities(raw) : raw)
  }

  #damaged(): AppError {
    return new AppError('file_excel_damaged', { file: this.#file })
  }
}

function behind(xml: string, mark: string, start: number): number {
  const end = xml.indexOf(mark, start)
  return end === -1 ? -1 : end + mark.length
}

/** The `>` that ends a tag: one inside a quoted attribute does not. */
function tagEnd(xml: string, start: number): number {
  const end = xml.indexOf('>', start)
  if (end === -1) return -1
  let quote = 0
  for (let index = start; index < xml.length; index++) {
    const code = xml.charCodeAt(index)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 34 || code === 39) quote = code
    else if (code === 62) return index
  }
  return -1
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** The value of an attribute by its local name, or null. */
export function attribute(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(name); at !== -1; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1)
    if (before !== 32 && before !== 58 && before !== 9 && before !== 10 && before !== 13) continue
    const rest = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length))
    const value = rest?.[1] ?? rest?.[2]
    if (value !== undefined) return value.includes('&') ? decodeEntities(value) : value
  }
  return null
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(namedEntities, name) ? (namedEntities[name] ?? whole) : whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
