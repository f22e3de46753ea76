/** The text of `--template`, or that of `--template-file` as any editor of our countries saves it. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { readFailure } from '@core/recipients/files/file-access'
import { createTextDecoding } from '@core/recipients/encoding/text-encoding'
import { usageError } from './failure'
import type { Session } from './session'

export interface TemplateOptions {
  readonly template?: string
  readonly templateFile?: string
}

/** No template is nearly as long; what is longer is another file. */
const maxBytes = 65_536

/** Line breaks become `\n`, and the one that ends a file is no part of its text. Throws AppError usage, file_*. */
export async function readTemplate({ template, templateFile }: TemplateOptions, { words }: Session): Promise<string> {
  if (template !== undefined && templateFile !== undefined) throw usageError(words.say('needs.oneTemplate'))
  if (template !== undefined) return withLineFeeds(template)
  if (templateFile === undefined) throw usageError(words.say('needs.template'))
  const file = basename(templateFile)
  const bytes = await readHead(templateFile)
  if (bytes.length > maxBytes) throw new AppError('file_too_large', { file })
  if (bytes.length === 0) throw new AppError('template_empty')
  return withLineFeeds(decode(bytes, file)).replace(/\n$/, '')
}

const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n')

async function readHead(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, 'r')
    try {
      const buffer = Buffer.alloc(maxBytes + 1)
      let filled = 0
      // a pipe gives its bytes piece by piece
      for (;;) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, null)
        filled += bytesRead
        if (bytesRead === 0 || filled === buffer.length) return buffer.subarray(0, filled)
      }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw readFailure(path, error)
  }
}

/** UTF-16 by its byte order mark, else strict UTF-8, else Windows-1252. */
function decode(bytes: Buffer, file: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return whole('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return whole('utf-16be', bytes)
  if (bytes.includes(0)) throw new AppError('file_binary', { file })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return whole('windows-1252', bytes)
  }
}

function whole(encoding: 'utf-16le' | 'utf-16be' | 'windows-1252', bytes: Buffer): string {
  const decoding = createTextDecoding(encoding)
  return decoding.write(bytes) + decoding.end()
}
