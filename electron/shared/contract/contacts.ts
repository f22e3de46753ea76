/** Contacts, groups, opt-outs: the people whom this computer knows. */
import { filePath, label, nothing, type Page, pageRange, request, rowId, z } from './schema'
import type { SourceView } from './recipients'
import { columnMapping, longestTypedNumber, mostTypedNumbers, sourceInput } from './recipients'

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
  /** How it came here. What a person answers by SMS reaches no gateway's API, so nobody but a person notes it. */
  readonly source: 'person' | 'import' | 'erase'
  readonly createdAt: number
}

/** Two or more contacts that may be one person: same name, different numbers. */
export interface DuplicateSet {
  readonly name: string
  /** At most twenty. */
  readonly contacts: readonly ContactRow[]
  /** How many contacts share the name beyond these. */
  readonly more: number
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
  name: label(0, 200),
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

/** Which contacts something is done to: these, or all that a filter shows but some. Core resolves it, so any number will do. */
export const contactSelection = z.union([
  z.object({ ids: z.array(rowId).min(1).max(100_000) }),
  z.object({ filter: contactFilter, except: z.array(rowId).max(100_000) }),
])
export type ContactSelection = z.infer<typeof contactSelection>

/** The same for opt-outs, by number. */
export const optOutSelection = z.union([
  z.object({ phones: z.array(z.string().min(1).max(40)).min(1).max(100_000), country: z.string().length(2) }),
  z.object({ search: z.string().max(200), except: z.array(z.string().min(1).max(40)).max(100_000) }),
])
export type OptOutSelection = z.infer<typeof optOutSelection>

const jobId = z.string().max(60)

/** What was done a moment ago, and the handle to undo it (`undo.restore`) for a day; null where nothing changed. */
export interface Undoable {
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
  /**
   * What is done to many is done in short transactions and reports `job.progress`. Cancelled, it stops where it is: what
   * was done until then is counted, and can be undone.
   */
  'contacts.remove': request<Undoable>()(z.object({ selection: contactSelection, jobId })),
  'contacts.headings': request<readonly string[]>()(nothing),
  'contacts.duplicates': request<Page<DuplicateSet>>()(pageRange),
  /**
   * Keeps one contact, adds the others' fields and groups where it has none, removes the others. `take` says from which of
   * them a field comes where they differ, `nameFrom` the name. Where one of them is opted out, the kept number is too.
   */
  'contacts.merge': request<Undoable>()(
    z.object({
      keepId: rowId,
      mergeIds: z.array(rowId).min(1).max(50),
      nameFrom: rowId.optional(),
      take: z
        .array(z.object({ heading: z.string().max(120), from: rowId }))
        .max(500)
        .optional(),
    }),
  ),
  /** Counts who was not in the group yet. */
  'contacts.addToGroup': request<Undoable>()(z.object({ groupId: rowId, selection: contactSelection, jobId })),
  'contacts.removeFromGroup': request<Undoable>()(z.object({ groupId: rowId, selection: contactSelection, jobId })),
  /** What an import would do, nothing written. */
  'contacts.inspect': request<SourceView>()(
    z.object({
      source: sourceInput,
      country: z.string().length(2),
      migrate: z.boolean(),
      mapping: columnMapping.nullable().optional(),
    }),
  ),
  /** Valid rows go into contacts, all or nothing; rejected rows to `rejectsPath` where given. Reports `job.progress`. */
  'contacts.import': request<ImportResult>()(
    z.object({
      source: sourceInput,
      country: z.string().length(2),
      migrate: z.boolean(),
      mapping: columnMapping.nullable(),
      groupName: label(1, 80).nullable(),
      rejectsPath: filePath.nullable(),
      jobId,
    }),
  ),
  /** Returns the number of rows. */
  'contacts.export': request<number>()(z.object({ selection: contactSelection, path: filePath, jobId })),
  /** Removes contact, recipients, texts and events of the number from everything; history keeps counts, opt-out stays. */
  'contacts.erase': request<{ readonly messages: number }>()(z.object({ phone: z.string().min(1).max(40) })),
  'groups.list': request<readonly GroupRow[]>()(nothing),
  'groups.save': request<GroupRow>()(z.object({ id: rowId.optional(), name: label(1, 80) })),
  'groups.remove': request<Undoable>()(z.object({ id: rowId, jobId })),
  'optOuts.page': request<Page<OptOutRow>>()(
    z
      .object({
        search: z.string().max(200),
        sort: z.enum(['date', 'phone']),
        descending: z.boolean(),
      })
      .extend(pageRange.shape),
  ),
  /** Typed numbers, or the numbers of contacts. Counts who was not opted out yet: the first reason and date stay. */
  'optOuts.add': request<Undoable>()(
    z.union([
      z.object({
        phones: z.array(z.string().max(longestTypedNumber)).min(1).max(mostTypedNumbers),
        reason: z.string().max(200),
        country: z.string().length(2),
        jobId,
      }),
      z.object({ selection: contactSelection, reason: z.string().max(200), jobId }),
    ]),
  ),
  'optOuts.remove': request<Undoable>()(z.object({ selection: optOutSelection, jobId })),
  /** Valid rows become opt-outs, all or nothing; old numbers are migrated, so that no opt-out is missed. Reports `job.progress`. */
  'optOuts.import': request<ImportResult>()(
    z.object({
      source: sourceInput,
      country: z.string().length(2),
      reason: z.string().max(200),
      mapping: columnMapping.nullable().optional(),
      rejectsPath: filePath.nullable(),
      jobId,
    }),
  ),
  /** Number, name, reason, date and origin; Griot's own import reads it back. Returns the number of rows. */
  'optOuts.export': request<number>()(z.object({ selection: optOutSelection, path: filePath, jobId })),
  /** Brings back what was removed, takes back what was added; returns how many. Throws undo_expired. */
  'undo.restore': request<number>()(z.object({ undoId: rowId, jobId })),
} as const
