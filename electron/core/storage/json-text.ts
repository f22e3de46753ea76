/**
 * JSON kept in TEXT columns, read back with suspicion: a value that was damaged on disk, or written by another version,
 * becomes its fallback instead of an exception in the middle of a list.
 */
import { z } from '@shared/contract/schema'

export function parseJson<Value>(text: string | null, schema: z.ZodType<Value>, fallback: Value): Value {
  if (text === null) return fallback
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fallback
  }
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : fallback
}

/** `{ key: text or number }`: account figures, audit details, timeline details. */
export const scalarRecord = z.record(z.string(), z.union([z.string(), z.number()]))
export const textRecord = z.record(z.string(), z.string())
export const textList = z.array(z.string())
