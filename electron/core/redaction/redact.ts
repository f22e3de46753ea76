/**
 * Takes out of a log line what must not be kept: secrets, texts of messages, full phone numbers, query strings of
 * addresses. Objects are walked whole; what is not plain data becomes a short word.
 */

const hidden = '•••'
const deepest = 6
const longestText = 2_000
const longestList = 50

/** Fields whose value never reaches a log, by a part of their name. */
const secretField =
  /secret|password|passwd|pass$|token|api.?key|^key$|credential|authorization|cookie|signature|clipboard/i
const personalField = /^(text|body|template|fields|values|sample)$/i

/** A value fit for a log file. Never throws, whatever it is given. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object') return `[${typeof value}]`
  if (depth >= deepest) return '[…]'
  if (value instanceof Error) return redactText(value.stack ?? `${value.name}: ${value.message}`)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[date]' : value.toISOString()
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]'
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => redact(item, depth + 1))
  if (value instanceof Map || value instanceof Set) return `[${value.constructor.name} of ${value.size}]`
  const entries = Object.entries(value).map(([key, field]: [string, unknown]): [string, unknown] => [
    key,
    redactField(key, field, depth),
  ])
  return Object.fromEntries(entries)
}

function redactField(key: string, field: unknown, depth: number): unknown {
  if (secretField.test(key) || (personalField.test(key) && typeof field !== 'number')) return hidden
  return redact(field, depth + 1)
}

/** Phone numbers keep two digits at the end; addresses lose query, fragment and user; `key=value` secrets lose the value. */
export function redactText(text: string): string {
  return text
    .slice(0, longestText)
    .replace(/\b(https?:\/\/)(?:[^/\s@]*@)?([^\s?#"'<>]+)(?:[?#][^\s"'<>]*)?/gi, '$1$2')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`)
    .replace(
      /\b(api.?key|key|token|secret|password|passwd|authorization)(["']?\s*[=:]\s*["']?)(?!bearer|basic)[^\s"'&,;}]+/gi,
      `$1$2${hidden}`,
    )
    .replace(/\+?\d[\d\s.\-()]{6,}\d/g, maskNumber)
}

/** Eight digits or more that may be a phone number; dates, times and versions have separators in other places. */
function maskNumber(found: string): string {
  const digits = found.replace(/\D/g, '')
  if (digits.length < 8 || /^\d{4}-\d{2}-\d{2}/.test(found)) return found
  return `${hidden}${digits.slice(-2)}`
}
