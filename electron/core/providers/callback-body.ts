/**
 * What a vendor's script posts, as one JSON value: JSON under any content type (PHP's curl says "form" for it), with or
 * without byte order mark; forms, urlencoded or multipart; JSON in a field of a form; the same inside `data` or `result`, and each
 * of a list.
 */
import { isObject, type JsonObject } from './fields'
import { parseJson } from './json'
import type { CallbackRequest } from './provider'
import { hasRepeatedKey } from './repeated-key'

/** Names under which scripts wrap what they send. */
const wrappers = ['result', 'data', 'payload', 'json'] as const
const deepest = 4

/** Null where the request holds nothing that can be read. Query parameters count where the body does not name them. */
export function callbackValue(request: CallbackRequest): unknown {
  const text = request.body.replace(/^\ufeff/, '').trim()
  if (text === '') return request.query.size === 0 ? null : Object.fromEntries(request.query)
  const value = jsonOf(text) ?? formOf(text, request.contentType)
  const inner = unwrapped(value)
  if (Array.isArray(inner)) return inner.flatMap((entry) => unwrapped(entry))
  return isObject(inner) ? { ...Object.fromEntries(request.query), ...inner } : inner
}

/** The object or list inside its wrappings; a value without one is itself. */
function unwrapped(value: unknown): unknown {
  let inner = value
  for (let depth = 0; depth < deepest; depth++) {
    if (typeof inner === 'string') {
      const parsed = jsonOf(inner.trim())
      if (parsed === null) return inner
      inner = parsed
    }
    if (!isObject(inner)) return inner
    const object: JsonObject = inner
    const name = wrappers.find((each) => Object.hasOwn(object, each) && isNested(object[each]))
    if (name === undefined) return inner
    inner = object[name]
  }
  return inner
}

function isNested(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || (typeof value === 'string' && jsonOf(value.trim()) !== null)
}

/** Only objects and lists: a bare word or number is a form's value, not a document. */
export function jsonOf(text: string): unknown {
  if (!/^[[{]/.test(text)) return null
  try {
    const value = parseJson(text)
    return hasRepeatedKey(text) ? null : value
  } catch {
    return null
  }
}

function formOf(text: string, contentType: string): unknown {
  const type = contentType.toLowerCase()
  const fields = type.includes('multipart/form-data')
    ? multipartFields(text, contentType)
    : urlencodedFields(text, type)
  if (fields === null || fields.size === 0) return null
  const [only, value] = [...fields][0] ?? ['', '']
  // a JSON document posted as a form is the name of a field without value
  const asName = fields.size === 1 ? jsonOf((value === '' ? only : `${only}=${value}`).trim()) : null
  return asName ?? Object.fromEntries(fields)
}

function urlencodedFields(text: string, type: string): Map<string, string> | null {
  if (!type.includes('form') && !/^[\w.[\]%-]+=/.test(text)) return null
  return fieldsOf([...new URLSearchParams(text)])
}

/** RFC 7578, fields of text only. */
function multipartFields(text: string, contentType: string): Map<string, string> | null {
  const boundary = /boundary="?([^";,\s]{1,70})"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return null
  const fields: (readonly [string, string])[] = []
  for (const part of text.split(`--${boundary}`)) {
    const blank = /\r?\n\r?\n/.exec(part)
    if (blank === null) continue
    const name = /;\s*name=(?:"([^"]{1,100})"|([^";\s]{1,100}))/i.exec(part.slice(0, blank.index))
    const key = name?.[1] ?? name?.[2]
    if (key === undefined) continue
    fields.push([key, part.slice(blank.index + blank[0].length).replace(/\r?\n$/, '')])
  }
  return fieldsOf(fields)
}

/** Null where one name has two values: nobody knows which one is meant. */
function fieldsOf(pairs: readonly (readonly [name: string, value: string])[]): Map<string, string> | null {
  const fields = new Map<string, string>()
  for (const [name, value] of pairs) {
    if ((fields.get(name) ?? value) !== value) return null
    fields.set(name, value)
  }
  return fields
}
