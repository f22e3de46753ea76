/**
 * What a vendor's script posts, as one JSON value: JSON under any content type (PHP's curl says "form" for it), with or
 * without byte order mark; forms, urlencoded or multipart, with PHP's names (`dlrlist[0][status]`); JSON in a field of a form or
 * in a string of JSON; the same inside `data` or `result`, and each of a list, which PHP also writes as `{"0": …}`.
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
    const list = numberedList(object)
    if (list !== null) return list
    const name = wrappers.find((each) => Object.hasOwn(object, each) && isNested(object[each]))
    if (name === undefined) return inner
    inner = object[name]
  }
  return inner
}

function isNested(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || (typeof value === 'string' && jsonOf(value.trim()) !== null)
}

/** The values of an object whose keys are all places of a list; null for another one. */
export function numberedList(object: JsonObject): readonly unknown[] | null {
  const keys = Object.keys(object)
  return keys.length > 0 && keys.every((key) => /^\d{1,4}$/.test(key)) ? Object.values(object) : null
}

/** Only objects and lists, also as JSON inside a string of JSON: a bare word or number is a form's value, not a document. */
export function jsonOf(text: string): unknown {
  if (!/^[[{"]/.test(text)) return null
  try {
    const value = parseJson(text)
    if (typeof value === 'string') return jsonOf(value.trim())
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
  const [only] = fields
  if (only === undefined) return null
  const [name, value] = only
  // a JSON document posted as a form is the name of a field without value
  const asName = fields.length === 1 ? jsonOf((value === '' ? name : `${name}=${value}`).trim()) : null
  return asName ?? formObject(fields)
}

type Field = readonly [name: string, value: string]

function urlencodedFields(text: string, type: string): Field[] {
  return type.includes('form') || /^[\w.[\]%-]+=/.test(text) ? [...new URLSearchParams(text)] : []
}

/** RFC 7578, fields of text only. */
function multipartFields(text: string, contentType: string): Field[] {
  const boundary = /boundary="?([^";,\s]{1,70})"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return []
  const fields: Field[] = []
  for (const part of text.split(`--${boundary}`)) {
    const blank = /\r?\n\r?\n/.exec(part)
    if (blank === null) continue
    const name = /;\s*name=(?:"([^"]{1,100})"|([^";\s]{1,100}))/i.exec(part.slice(0, blank.index))
    const key = name?.[1] ?? name?.[2]
    if (key === undefined) continue
    fields.push([key, part.slice(blank.index + blank[0].length).replace(/\r?\n$/, '')])
  }
  return fields
}

type FormNode = Map<string, FormNode | string>

/**
 * The fields as PHP reads their names: `a[0][b]` is b in the first of a, `a[]` the next of a. Null where one name has two
 * values, or a value and parts: nobody knows which one is meant.
 */
function formObject(fields: readonly Field[]): JsonObject | null {
  const root: FormNode = new Map()
  for (const [name, value] of fields) {
    const [, first = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]{0,100}\]){1,4})$/.exec(name) ?? []
    const path = [first, ...[...rest.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key)]
    if (!putValue(root, path, value)) return null
  }
  return plainForm(root)
}

/** False where something else is there already. */
function putValue(root: FormNode, path: readonly string[], value: string): boolean {
  let node = root
  for (const [depth, given] of path.entries()) {
    const key = given === '' && depth > 0 ? String(node.size) : given
    const there = node.get(key)
    if (depth === path.length - 1) {
      node.set(key, value)
      return there === undefined || there === value
    }
    if (typeof there === 'string') return false
    const next: FormNode = there ?? new Map<string, FormNode | string>()
    node.set(key, next)
    node = next
  }
  return false
}

function plainForm(node: FormNode): JsonObject {
  return Object.fromEntries(
    [...node].map(([key, value]) => {
      const plain = typeof value === 'string' ? value : plainForm(value)
      return [key, isObject(plain) ? (numberedList(plain) ?? plain) : plain]
    }),
  )
}
