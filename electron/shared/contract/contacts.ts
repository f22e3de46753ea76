/** Contacts, groups, opt-outs: the people whom this computer knows. */
import { filePath, nothing, pageRange, request, rowId, z, type Page } from './schema'
import type { SourceView } from './recipients'
import { sourceInput, columnMapping } from './recipients'

export interface ContactRow {
  readonly id: number
  readonly phone: string
  readonly name: string
  /** Own fields: heading → value. */
  readonly fields: Readonly<Record<string, string>>
  readonly groups: readonly string[]
  readonly optedOut: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export interface ContactDetail extends ContactRow {
  readonly groupIds: readonly number[]
  readonly optOut: OptOutRow | null
  readonly messages: number
  readonly lastMessageAt: number | null
}

export interface GroupRow {
  readonly id: number
  readonly name: string
  readonly members: number
}

export interface OptOutRow {
  readonly phone: string
  readonly name: string | null
  readonly reason: string
  readonly source: 'person' | 'import' | 'reply' | 'erase'
  readonly createdAt: number
}

/** Two or more contacts that may be one person: same name, different numbers. */
export interface DuplicateSet {
  readonly name: string
  readonly contacts: readonly ContactRow[]
}

export interface ImportResult {
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  /** Valid rows whose number is opted out: imported, still never written to. */
  readonly optedOut: number
  readonly migrated: number
  readonly source: SourceView
}

export const contactInput = z.object({
  id: rowId.optional(),
  phone: z.string().min(1).max(40),
  name: z.string().max(200),
  fields: z.record(z.string().max(120), z.string().max(2000)),
  groupIds: z.array(rowId).max(500),
  country: z.string().length(2),
})

export const contactFilter = z.object({
  search: z.string().max(200),
  groupId: rowId.nullable(),
  optedOut: z.boolean().nullable(),
  sort: z.enum(['name', 'phone', 'updated']),
  descending: z.boolean(),
})
export type ContactFilter = z.infer<typeof contactFilter>

/** Handle of something removed a moment ago; `undo.restore` brings it back. */
export interface Removed {
  readonly count: number
  readonly undoId: number | null
}

export const contactRequests = {
  'contacts.page': request<Page<ContactRow>>()(contactFilter.extend(pageRange.shape)),
  'contacts.get': request<ContactDetail>()(z.object({ id: rowId })),
  /** By number in any spelling; null where nobody has it. Throws phone_invalid. */
  'contacts.find': request<ContactDetail | null>()(
    z.object({ phone: z.string().min(1).max(40), country: z.string().length(2) }),
  ),
  'contacts.save': request<ContactDetail>()(contactInput),
  /** By ids, or everything that the filter shows. */
  'contacts.remove': request<Removed>()(
    z.union([z.object({ ids: z.array(rowId).min(1).max(10_000) }), z.object({ filter: contactFilter })]),
  ),
  'contacts.headings': request<readonly string[]>()(nothing),
  'contacts.duplicates': request<Page<DuplicateSet>>()(pageRange),
  /** Keeps one contact, adds the others' fields and groups where it has none, removes the others. */
  'contacts.merge': request<Removed>()(z.object({ keepId: rowId, mergeIds: z.array(rowId).min(1).max(50) })),
  'contacts.addToGroup': request<number>()(z.object({ groupId: rowId, ids: z.array(rowId).min(1).max(10_000) })),
  'contacts.removeFromGroup': request<number>()(z.object({ groupId: rowId, ids: z.array(rowId).min(1).max(10_000) })),
  /** What an import would do, nothing written. */
  'contacts.inspect': request<SourceView>()(
    z.object({ source: sourceInput, country: z.string().length(2), mapping: columnMapping.nullable().optional() }),
  ),
  /** Valid rows go into contacts, all or nothing; rejected rows to `rejectsPath` where given. Reports `job.progress`. */
  'contacts.import': request<ImportResult>()(
    z.object({
      source: sourceInput,
      country: z.string().length(2),
      mapping: columnMapping.nullable(),
      groupName: z.string().trim().min(1).max(80).nullable(),
      rejectsPath: filePath.nullable(),
      jobId: z.string().max(60),
    }),
  ),
  'contacts.export': request<number>()(z.object({ filter: contactFilter, path: filePath })),
  /** Removes contact, recipients, texts and events of the number from everything; history keeps counts, opt-out stays. */
  'contacts.erase': request<{ readonly messages: number }>()(z.object({ phone: z.string().min(1).max(40) })),
  'groups.list': request<readonly GroupRow[]>()(nothing),
  'groups.save': request<GroupRow>()(z.object({ id: rowId.optional(), name: z.string().trim().min(1).max(80) })),
  'groups.remove': request<Removed>()(z.object({ id: rowId })),
  'optOuts.page': request<Page<OptOutRow>>()(z.object({ search: z.string().max(200) }).extend(pageRange.shape)),
  'optOuts.add': request<number>()(
    z.object({
      phones: z.array(z.string().max(40)).min(1).max(10_000),
      reason: z.string().max(200),
      country: z.string().length(2),
    }),
  ),
  'optOuts.remove': request<Removed>()(
    z.object({ phones: z.array(z.string().max(40)).min(1).max(10_000), country: z.string().length(2) }),
  ),
  'optOuts.import': request<ImportResult>()(
    z.object({
      source: sourceInput,
      country: z.string().length(2),
      reason: z.string().max(200),
      mapping: columnMapping.nullable().optional(),
    }),
  ),
  'undo.restore': request<number>()(z.object({ undoId: rowId })),
} as const
