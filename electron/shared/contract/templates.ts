/** The library of texts. */
import { label, nothing, request, rowId, z } from './schema'
import type { Undoable } from './contacts'

export interface TemplateRow {
  readonly id: number
  readonly name: string
  readonly body: string
  readonly updatedAt: number
}

export const templateRequests = {
  'templates.list': request<readonly TemplateRow[]>()(nothing),
  'templates.save': request<TemplateRow>()(
    z.object({ id: rowId.optional(), name: label(1, 80), body: z.string().min(1).max(10_000) }),
  ),
  'templates.remove': request<Undoable>()(z.object({ id: rowId })),
} as const
