/**
 * The one place that sets zod up: no generated code (the window's CSP forbids `new Function`), and the small shapes that
 * every part of the contract uses.
 */
import { z } from 'zod'
import { replaceInvisibleMarks, trimSpaces } from '../domain/invisible-marks'
import { errorCodes, errorKinds, type ErrorCode, type WireError } from '../errors'

z.config({ jitless: true })
export { z }

/** A request: what goes in, what comes out. Both sides derive their types from it; main parses what comes in. */
export interface RequestSpec<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly input: Input
  /** Type only: core is trusted to answer in shape, the compiler checks it. */
  readonly output?: Output
}

/** Declares a request. `request<Output>()(inputSchema)`: the output is a type, since core's own answers need no parsing. */
export const request =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): RequestSpec<Input, Output> => ({ input })

export const nothing = z.void()
export const rowId = z.number().int().positive()
export const epochMs = z.number().int().nonnegative()
export const decimalText = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/)
export const countryCode = z.string().regex(/^[A-Z]{2}$/)
export const currencyCode = z.string().regex(/^[A-Z]{3}$/)
/** YYYY-MM-DD */
export const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const shortText = z.string().max(200)
/** What a person types on one line, without the spaces around it; marks that show nothing stay, to be told. */
export const typedText = z.string().overwrite(trimSpaces)
const withoutControls = (text: string): string =>
  replaceInvisibleMarks(text, (mark) => (/[\p{Cc}\p{Cs}]/u.test(mark) ? '' : mark))
/** What people call a thing, without controls. Other marks that show nothing stay: core refuses them (`assertShown`). */
export const label = (shortest: number, longest: number) =>
  z.string().transform(withoutControls).pipe(typedText.min(shortest).max(longest))
export const filePath = z.string().min(1).max(4096)

/** A window on a list: any position, at most 200 rows. */
export const pageRange = z.object({
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(200),
})
export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Rows of the whole list under the same filter. */
  readonly total: number
}

export const wireError: z.ZodType<WireError> = z.object({
  kind: z.enum(errorKinds),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** How every reply crosses the bridge. */
export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: WireError }
