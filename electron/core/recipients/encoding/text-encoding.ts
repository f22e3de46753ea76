/**
 * The encodings that a spreadsheet program in our countries may have saved text in, and one streaming decoder for all:
 * characters cut at a chunk's edge come out whole, a byte order mark never comes out.
 */
import { StringDecoder } from 'node:string_decoder'
import iconv from 'iconv-lite'
import { AppError } from '@shared/errors'

export type TextEncoding =
  'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'latin1' | 'iso-8859-15' | 'cp850' | 'macintosh'

const aliases: Readonly<Record<string, TextEncoding>> = {
  utf8: 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  windows1252: 'windows-1252',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
  latin1: 'latin1',
  iso88591: 'latin1',
  latin9: 'iso-8859-15',
  iso885915: 'iso-8859-15',
  cp850: 'cp850',
  ibm850: 'cp850',
  dos: 'cp850',
  macintosh: 'macintosh',
  macroman: 'macintosh',
  mac: 'macintosh',
}

/**
 * The encoding that a person named, in any common spelling.
 * @throws AppError file_encoding_unknown
 */
export function parseTextEncoding(name: string): TextEncoding {
  const key = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const encoding = Object.hasOwn(aliases, key) ? aliases[key] : undefined
  if (encoding === undefined) throw new AppError('file_encoding_unknown', { encoding: name })
  return encoding
}

export interface TextDecoding {
  /** Text of the next bytes; a character whose bytes are not all there waits for the next call. */
  write(bytes: Buffer): string
  /** What was left over: U+FFFD where the last character was cut. */
  end(): string
}

/** A streaming decoder. Bytes that the encoding does not know become U+FFFD. */
export function createTextDecoding(encoding: TextEncoding): TextDecoding {
  switch (encoding) {
    case 'utf-8':
      return withoutByteOrderMark(new StringDecoder('utf8'))
    case 'utf-16le':
      return withoutByteOrderMark(new StringDecoder('utf16le'))
    case 'utf-16be':
    case 'iso-8859-15':
    case 'macintosh': {
      // not iconv-lite here: its macintosh is the one before the euro sign
      const decoder = new TextDecoder(encoding)
      return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
    }
    case 'windows-1252':
      return { write: decodeWindows1252, end: () => '' }
    case 'latin1':
      return { write: (bytes) => bytes.toString('latin1'), end: () => '' }
    case 'cp850': {
      const decoder = iconv.getDecoder(encoding)
      return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' }
    }
  }
}

function withoutByteOrderMark(decoder: StringDecoder): TextDecoding {
  let started = false
  return {
    write(bytes) {
      const text = decoder.write(bytes)
      if (started || text === '') return text
      started = true
      return text.startsWith('\uFEFF') ? text.slice(1) : text
    },
    end: () => decoder.end(),
  }
}

/** Bytes 0x80–0x9F as the WHATWG Encoding Standard maps them; the rest of windows-1252 equals Latin-1. */
const windows1252High = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ'
const c1Controls = /[\x80-\x9F]/g

function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(c1Controls, (char) => windows1252High.charAt(char.charCodeAt(0) - 0x80))
}
