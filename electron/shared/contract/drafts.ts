/**
 * A campaign before it is sent: recipients, message, bill. Every step of a draft is saved as it is made; the campaign made
 * of it has the same id. The recipients read from its sources are rows in the database, bad ones included.
 */
import { disturbedAt, type QuietFacts } from '../domain/quiet-hours'
import type { TypedCells } from '../domain/cell-value'
import type { ColumnReading } from '../domain/column-reading'
import type { WireError } from '../errors'
import type { ConditionCell, ConditionCount, ReadOptions, SourceView } from './recipients'
import { columnMapping, readOptions, rowConditions, sourceInput } from './recipients'
import { personalDates } from './personal-dates'
import {
  epochMs,
  filePath,
  label,
  nothing,
  type Page,
  pageRange,
  request,
  rowId,
  shortText,
  typedText,
  z,
} from './schema'

export const draftStep = z.enum(['recipients', 'message', 'review'])

/**
 * What rows with one number get. `first`: only the first row gets a message. `join`: one message with what all of them hold.
 * `each`: one message for each row, except where its text is equal to that of an earlier one.
 */
export const sameNumberChoice = z.enum(['first', 'join', 'each'])
export type SameNumber = z.infer<typeof sameNumberChoice>

/** When a draft is meant to leave. Nothing leaves before `drafts.schedule`. */
export const draftSchedule = z.object({
  at: epochMs,
  /** Five-field cron rule; null for once. */
  recurrence: z.string().max(100).nullable(),
  timeZone: z.string().min(1).max(60),
  /** To each person on a date of their own. */
  personalDates: personalDates.nullable().optional(),
})
export type DraftSchedule = z.infer<typeof draftSchedule>

/** What a person can change on a draft without touching its recipients. Absent = unchanged. */
export const draftPatch = z.object({
  name: label(1, 120).optional(),
  accountId: rowId.nullable().optional(),
  sender: typedText.max(40).nullable().optional(),
  template: z.string().max(10_000).optional(),
  flash: z.boolean().optional(),
  receipts: z.boolean().optional(),
  transliterate: z.boolean().optional(),
  /** Send although the same text went to the same number in the last 24 hours. */
  allowRepeats: z.boolean().optional(),
  country: z.string().length(2).optional(),
  rate: z.number().positive().max(1000).nullable().optional(),
  concurrency: z.number().int().min(1).max(64).nullable().optional(),
  step: draftStep.optional(),
  /** Apply the 8→10-digit migration of old numbers of Côte d'Ivoire and Benin. */
  migrate: z.boolean().optional(),
  sameNumber: sameNumberChoice.optional(),
  /** Null: when a person says so. */
  schedule: draftSchedule.nullable().optional(),
})
export type DraftPatch = z.infer<typeof draftPatch>

export interface DraftSource extends SourceView {
  /** Position in the draft's list of sources, stable while the draft lives. */
  readonly index: number
  /** How it was asked to be read; null where it cannot be read again (`drafts.rereadSource`) without being given again. */
  readonly options: ReadOptions | null
  /** Of its valid rows, those of people who want no more messages. */
  readonly optedOut: number
}

export interface DraftView {
  readonly id: number
  readonly name: string
  readonly accountId: number | null
  readonly sender: string | null
  readonly template: string
  readonly flash: boolean
  readonly receipts: boolean
  readonly transliterate: boolean
  readonly allowRepeats: boolean
  readonly country: string
  readonly rate: number | null
  readonly concurrency: number | null
  readonly migrate: boolean
  readonly sameNumber: SameNumber
  readonly step: z.infer<typeof draftStep>
  /** Also of a scheduled campaign that became a draft again. Null: when a person says so. */
  readonly schedule: DraftSchedule | null
  readonly sources: readonly DraftSource[]
  /** Union of the sources' headings, in order: what placeholders may name. */
  readonly columns: readonly string[]
  readonly counts: {
    readonly rows: number
    readonly valid: number
    readonly invalid: number
    readonly duplicate: number
    readonly optedOut: number
  }
  readonly updatedAt: number
}

export interface RecipientRow {
  readonly id: number
  readonly source: number
  readonly line: number
  readonly status: 'valid' | 'invalid' | 'duplicate'
  readonly phone: string | null
  readonly rawPhone: string
  readonly name: string | null
  /** In the order of the draft's columns. */
  readonly values: readonly string[]
  /** A ProblemReason for invalid rows. */
  readonly reason: string | null
  readonly duplicateOf: number | null
  /** Label of the source of that line, where it is another one. */
  readonly duplicateIn: string | null
  readonly migratedFrom: string | null
  /** What the number becomes when the old numbering is migrated. */
  readonly suggestion: string | null
  /** E.164 numbers that an invalid cell may mean, for a person to choose from. */
  readonly readings: readonly string[]
  readonly optedOut: boolean
}

/** Numbers that stand on several usable rows of a draft, and what such rows are together. */
export interface SameNumbers {
  readonly numbers: number
  /** All rows that bear them: `numbers` first ones and the duplicates. */
  readonly rows: number
  /** The first of them. */
  readonly examples: readonly SameNumberExample[]
}

export interface SameNumberExample {
  readonly phone: string
  /** `source`: position among the draft's sources. */
  readonly rows: readonly { readonly source: number; readonly line: number; readonly name: string | null }[]
  /** The cells that differ, as one message for all the rows has them (`sameNumber` join). */
  readonly joined: readonly { readonly heading: string; readonly text: string }[]
}

export interface TemplateCheck {
  readonly ok: boolean
  /** 1-based, where the first error is. */
  readonly line: number | null
  readonly column: number | null
  readonly error: WireError | null
  readonly suggestion: string | null
  readonly placeholders: readonly {
    readonly heading: string
    readonly hasFallback: boolean
    readonly emptyCount: number
  }[]
}

export interface CostlyCharacter {
  readonly char: string
  /** Null where nothing in GSM-7 stands for it (emoji). */
  readonly replacement: string | null
  readonly count: number
}

export interface MessagePreview {
  /** Position among the recipients that would be sent to, from 0, and how many there are. */
  readonly index: number
  readonly total: number
  readonly recipientId: number
  readonly line: number
  readonly phone: string
  readonly name: string | null
  /** The recipient's cells, in the order of the draft's columns. */
  readonly values: readonly string[]
  /** What these cells are, and how their columns are read, in the same order; with `today` (ISO day) all that the text depends on. */
  readonly typed: TypedCells | null
  readonly readings: readonly (ColumnReading | null)[] | null
  readonly today: string
  /** Further rows that it stands for. */
  readonly joinedLines: readonly JoinedLine[]
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** Septets or UTF-16 units, and how many are left in the last segment. */
  readonly units: number
  readonly remaining: number
  readonly segments: number
  readonly perSegment: number
  readonly parts: readonly string[]
  readonly costly: readonly CostlyCharacter[]
  /** Headings that are empty for this recipient and have no fallback. */
  readonly missing: readonly string[]
}

/** Real texts to look at before sending; null where there is none, `fallback` where no fallback stands in any text. */
export interface LastLook {
  readonly longest: MessagePreview | null
  readonly shortest: MessagePreview | null
  readonly fallback: MessagePreview | null
}

export const previewTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('index'), index: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('longest') }),
  /**
   * The next recipient after `after` (index) with a missing value. Such recipients are not sent to: their preview's index
   * is the position they would have, so several may share it; `afterRecipientId` (of the last preview) steps through all.
   */
  z.object({
    kind: z.literal('missing'),
    after: z.number().int().min(-1),
    afterRecipientId: rowId.nullable().optional(),
  }),
])

/** Why recipients are left out of a sending, in rows; the numbers add up: rows = recipients + joined rows + all of these. */
export interface Excluded {
  readonly invalid: number
  readonly duplicate: number
  readonly optedOut: number
  /** A placeholder without fallback is empty for them. */
  readonly emptyField: number
  /** The same text went to the same number in the last 24 hours. */
  readonly repeated: number
}

/** What a change of the texts saves over the whole bill. Below zero where the texts become longer and cost more. */
export interface Saving {
  readonly segments: number
  /** Decimal string in the bill's currency; null without a price. */
  readonly cost: string | null
}

/** A character, of the template or of the cells, that forces UCS-2; `count` is over all texts. */
export interface CostlySaving extends CostlyCharacter {
  /** How many messages hold it. */
  readonly messages: number
  /**
   * What replacing this one alone saves, wherever it stands, all others left as they are: nothing where another one keeps the
   * message in UCS-2. What replacing all of them saves is the bill's `savableSegments`.
   */
  readonly saves: Saving
  /** The same for replacing it in the written text alone, cells untouched; null where the text does not hold it. */
  readonly savesInText: Saving | null
}

/** A row that a message stands for; `source` is the label of its list where it is not that of the message's own line. */
export interface JoinedLine {
  readonly line: number
  readonly source?: string | undefined
}

/** Messages that stand for several rows with one number (`sameNumber` join). */
export interface JoinedRows {
  /** Rows beyond the first of their message; rows = recipients + these + excluded. */
  readonly rows: number
  /** Messages that stand for more than one row. */
  readonly messages: number
}

/** What a bill says of them. */
export interface BilledJoins extends JoinedRows {
  /** Amounts that could not be added up, a cell being no number or one that can be read in two ways: their texts list them. */
  readonly unsummed: { readonly count: number; readonly cells: readonly ConditionCell[] }
}

export interface Bill {
  readonly recipients: number
  readonly excluded: Excluded
  readonly joined: BilledJoins
  /** Every condition of the text, in its order, over the recipients. */
  readonly conditions: readonly ConditionCount[]
  readonly segments: number
  readonly segmentsPerMessage: { readonly min: number; readonly max: number }
  readonly gsm7Messages: number
  readonly ucs2Messages: number
  readonly costly: readonly CostlySaving[]
  /** Segments saved by transliterating every text; never below zero. */
  readonly savableSegments: number
  /** What replacing all costly characters of the written text saves, cells untouched. */
  readonly savableInText: Saving
  /** Decimal strings in `currency`; null without a price. */
  readonly price: string | null
  readonly cost: string | null
  readonly savableCost: string | null
  readonly currency: string
  readonly balance: {
    readonly before: string
    readonly unit: string
    /** In the balance's own unit; null where it cannot be told (currency balance, no price). */
    readonly after: string | null
    readonly takenAt: number
  } | null
  readonly enough: boolean | null
  /** What stops the sending. Empty when it can start. */
  readonly blockers: readonly WireError[]
  /** What a person should know: codes with sentences. Quiet hours depend on when it leaves: `warningsAt`. */
  readonly warnings: readonly BillWarning[]
  readonly quiet: QuietFacts
  /** Above `typedConfirmationAbove` recipients the person types their number. */
  readonly typedConfirmation: boolean
}

export const billWarnings = [
  'balance_low',
  'balance_unknown',
  'balance_old',
  'no_price',
  'quiet_hours',
  'repeated',
  'empty_fields',
  'foreign_placeholder',
  'many_segments',
  'ucs2',
  'sender_rules',
  'rehearsal',
  'landlines',
  'unsummed',
] as const
/** The bill's warnings for a campaign that leaves at `at` (epoch ms), quiet hours where the recipients are among them. */
export function warningsAt(
  bill: Pick<Bill, 'warnings' | 'quiet'>,
  at: number,
  ownZone: string,
): readonly BillWarning[] {
  const quiet = quietWarning(bill.quiet, at, ownZone)
  return quiet === null ? bill.warnings : [...bill.warnings, quiet]
}

/** Null where nobody is disturbed at `at` (epoch ms). */
export function quietWarning(quiet: QuietFacts, at: number, ownZone: string): BillWarning | null {
  const disturbed = disturbedAt(at, quiet, ownZone)
  if (disturbed === null) return null
  const params = { count: disturbed.recipients, where: disturbed.where.slice(0, 4).join(', ') }
  return { code: 'quiet_hours', params }
}

export interface BillWarning {
  readonly code: (typeof billWarnings)[number]
  readonly params: Readonly<Record<string, string | number>>
}

export interface TestSending {
  readonly phone: string
  readonly text: string
  readonly state: 'accepted' | 'rejected' | 'unknown' | 'failed'
  readonly error: WireError | null
}

export const draftRequests = {
  /** `temporary`: for a command that discards it at its end; in no list, and swept where the command did not come to its end. */
  'drafts.create': request<DraftView>()(
    z.object({ name: label(0, 120).nullable(), temporary: z.boolean().optional() }),
  ),
  'drafts.get': request<DraftView>()(z.object({ id: rowId })),
  'drafts.save': request<DraftView>()(z.object({ id: rowId, patch: draftPatch })),
  'drafts.discard': request<void>()(z.object({ id: rowId })),
  /** Reads the source whole, all or nothing. Reports `job.progress` under `jobId`; `jobs.cancel` stops it. */
  'drafts.addSource': request<DraftView>()(
    z.object({ id: rowId, source: sourceInput, mapping: columnMapping.nullable(), jobId: shortText }),
  ),
  /** Reads a source again from where it came, with other options or another mapping. The file's place stays with core. */
  'drafts.rereadSource': request<DraftView>()(
    z.object({
      id: rowId,
      index: z.number().int().nonnegative(),
      options: readOptions,
      mapping: columnMapping.nullable(),
      where: rowConditions,
      jobId: shortText,
    }),
  ),
  /** Puts another reading (the same file chosen again, another one) in the place of a source. */
  'drafts.changeSource': request<DraftView>()(
    z.object({
      id: rowId,
      index: z.number().int().nonnegative(),
      source: sourceInput,
      mapping: columnMapping.nullable(),
      jobId: shortText,
    }),
  ),
  'drafts.removeSource': request<DraftView>()(z.object({ id: rowId, index: z.number().int().nonnegative() })),
  'drafts.recipients': request<Page<RecipientRow>>()(
    z
      .object({
        id: rowId,
        status: z
          .enum(['valid', 'invalid', 'duplicate', 'opted_out', 'empty_field', 'repeated', 'migrated'])
          .nullable(),
        search: z.string().max(200),
        /** Only the rows on this line of the source at this position, whatever became of them. */
        place: z.object({ source: z.number().int().nonnegative(), line: z.number().int().min(1) }).optional(),
      })
      .extend(pageRange.shape),
  ),
  'drafts.sameNumbers': request<SameNumbers>()(z.object({ id: rowId })),
  /** Corrects a bad row in place. The error says why the new number will not do. */
  'drafts.fixRecipient': request<DraftView>()(z.object({ id: rowId, recipientId: rowId, phone: z.string().max(60) })),
  'drafts.exportProblems': request<number>()(z.object({ id: rowId, path: filePath })),
  'drafts.checkTemplate': request<TemplateCheck>()(z.object({ id: rowId, template: z.string().max(10_000) })),
  /** On which side of each condition of a text its recipients fall. Refused as `drafts.preview` where the text has a mistake. */
  'drafts.conditions': request<readonly ConditionCount[]>()(z.object({ id: rowId, template: z.string().max(10_000) })),
  /** Null when no recipient matches the target. */
  'drafts.preview': request<MessagePreview | null>()(
    z.object({ id: rowId, template: z.string().max(10_000), transliterate: z.boolean(), target: previewTarget }),
  ),
  'drafts.lastLook': request<LastLook>()(z.object({ id: rowId })),
  /** Renders every text. Reports `job.progress` under `jobId`. `askBalance`: ask the gateway now. */
  'drafts.bill': request<Bill>()(z.object({ id: rowId, askBalance: z.boolean(), jobId: shortText })),
  /** One SMS to the person's own number, with the text of the first recipient. */
  'drafts.sendTest': request<TestSending>()(
    z.object({ id: rowId, phone: z.string().max(40), recipientIndex: z.number().int().nonnegative() }),
  ),
  /** Plans and starts. Refused (confirmation_needed) when the number of recipients is no longer the one that was shown. */
  'drafts.start': request<{ readonly campaignId: number }>()(
    z.object({ id: rowId, confirmedRecipients: z.number().int().positive() }),
  ),
  'drafts.schedule': request<{ readonly campaignId: number }>()(
    z.object({
      id: rowId,
      confirmedRecipients: z.number().int().positive(),
      at: epochMs.nullable(),
      /** Five-field cron rule; null for once. */
      recurrence: z.string().max(100).nullable(),
      timeZone: z.string().min(1).max(60),
      /** To each person on a date of their own: the rule is then one of every day. */
      personalDates: personalDates.nullable().optional(),
    }),
  ),
  'drafts.list':
    request<
      readonly { readonly id: number; readonly name: string; readonly updatedAt: number; readonly recipients: number }[]
    >()(nothing),
} as const
