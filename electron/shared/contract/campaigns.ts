/** Campaigns that are scheduled, sent or were sent, their messages, and the history of everything. */
import type { CampaignAbilities, CampaignState, PauseReason } from '../domain/campaign'
import type { MessageCounts, MessageState } from '../domain/message'
import { campaignStates } from '../domain/campaign'
import { messageStates } from '../domain/message'
import type { StatementLine } from '../domain/statement'
import type { QuietFacts } from '../domain/quiet-hours'
import type { WireError } from '../errors'
import type { Excluded, JoinedLine, JoinedRows } from './drafts'
import { personalDates, type PersonalCalendar, type ScheduledDates } from './personal-dates'
import type { ArchiveReadingEnd, PollTrouble } from './gateway-side'
import { epochMs, filePath, label, nothing, pageRange, request, rowId, shortText, z, type Page } from './schema'

export interface CampaignRow {
  readonly id: number
  readonly name: string
  readonly state: CampaignState
  readonly pauseReason: PauseReason | null
  /** The error that paused it. */
  readonly pauseError: WireError | null
  readonly accountId: number | null
  readonly account: string | null
  readonly gateway: string | null
  readonly sandbox: boolean
  readonly sender: string | null
  readonly counts: MessageCounts
  readonly recipients: number
  /** What was or may still be paid: without the messages that were cancelled. */
  readonly segments: number
  readonly cost: string | null
  readonly currency: string | null
  readonly scheduledAt: number | null
  readonly recurrence: string | null
  readonly timeZone: string | null
  /** It looks every day for people whose date it is. */
  readonly personalDates: ScheduledDates | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

export interface CampaignView extends CampaignRow {
  /** Rises with every reading by core. Answers and events overtake each other on their way: the higher one is the newer. */
  readonly sequence: number
  readonly template: string
  readonly flash: boolean
  readonly receipts: boolean
  readonly transliterate: boolean
  readonly rate: number | null
  readonly concurrency: number | null
  readonly price: string | null
  readonly excluded: Excluded
  /** Messages that stand for several rows, as planned. */
  readonly joined: JoinedRows
  /** Messages per second over the last seconds; null when not sending. */
  readonly ratePerSecond: number | null
  readonly remainingMs: number | null
  /** Another process (window or command line) sends it now. */
  readonly heldByOther: boolean
  /** Of the doubtful ones, proven absent from the gateway's archive: they wait for a person's decision. */
  readonly absent: number
  /** When the account's waiting (Retry-After, offline backoff) ends, null when it does not wait. */
  readonly waitsUntil: number | null
  /** What can be asked of it now. */
  readonly can: CampaignAbilities & {
    readonly retry: boolean
    readonly resolve: boolean
    readonly settleFromGateway: boolean
  }
}

/** What moves of a campaign while it is sent and while delivery reports come. */
export type CampaignProgress = Pick<
  CampaignView,
  | 'id'
  | 'sequence'
  | 'state'
  | 'pauseReason'
  | 'pauseError'
  | 'counts'
  | 'segments'
  | 'cost'
  | 'ratePerSecond'
  | 'remainingMs'
  | 'heldByOther'
  | 'waitsUntil'
  | 'can'
>

/** A campaign whose row changed, as its page shows it. */
export interface CampaignChange extends CampaignView {
  /** A test to the person's own number: whoever sent it waits for its answer, so it is no news. */
  readonly test: boolean
  /** Its state in the last `campaign.changed` of this process; null in the first. */
  readonly before: CampaignState | null
}

export interface MessageRow {
  readonly id: number
  readonly campaignId: number
  readonly campaign: string
  readonly account: string | null
  readonly line: number | null
  /** Further rows with the same number that it stands for, in order. */
  readonly joinedLines: readonly JoinedLine[]
  readonly phone: string
  readonly name: string | null
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
  readonly state: MessageState
  readonly attempts: number
  readonly gatewayMessageId: string | null
  readonly gatewayStatus: string | null
  readonly error: WireError | null
  readonly acceptedAt: number | null
  readonly updatedAt: number
}

export interface TimelineEntry {
  readonly at: number
  readonly kind: string
  readonly state: MessageState
  readonly source: string | null
  readonly detail: Readonly<Record<string, string | number>>
}

export interface MessageDetail extends MessageRow {
  readonly units: number | null
  readonly cost: string | null
  readonly costCurrency: string | null
  readonly timeline: readonly TimelineEntry[]
}

export interface CampaignReport {
  readonly counts: MessageCounts
  readonly segments: number
  readonly cost: string | null
  readonly currency: string | null
  /** delivered / (accepted + delivered + undelivered + expired), 0 to 1; null without delivery reports. */
  readonly deliveryRate: number | null
  readonly byOperator: readonly {
    readonly operator: string
    readonly messages: number
    readonly delivered: number
    readonly failed: number
  }[]
  /** Equal steps of time since the start. */
  readonly overTime: readonly {
    readonly at: number
    readonly accepted: number
    readonly delivered: number
    readonly failed: number
  }[]
  readonly errors: readonly { readonly error: WireError; readonly messages: number }[]
}

export const messageFilter = z.object({
  states: z.array(z.enum(messageStates)).max(messageStates.length),
  /** In number, name or text. */
  search: z.string().max(200),
})

/** A search in messages gives its newest hits, at most so many: a `total` of this much means "at least". Exports give all. */
export const searchTotalCap = 1000

export const historyFilter = messageFilter.extend({
  phone: z.string().max(40).nullable(),
  text: z.string().max(200).nullable(),
  from: epochMs.nullable(),
  to: epochMs.nullable(),
  accountId: rowId.nullable(),
  campaignId: rowId.nullable(),
})
const period = z.object({ from: epochMs, to: epochMs })
export type HistoryFilter = z.infer<typeof historyFilter>

/**
 * How to settle the doubtful: ask the gateway, trust that they were sent, send again those that the gateway's archive
 * proved absent, or send all of them again.
 */
export const resolution = z.enum(['from_gateway', 'mark_sent', 'send_absent', 'send_again'])

/**
 * Why an archive did not prove that a doubtful message was never sent: `in_archive` (it shows something for that number),
 * `young` (a quarter of an hour has not passed), `incomplete` (it was not read to a proven end), `nothing_older` (it shows
 * nothing from before the time in question), `inexact` (it lacks or alters other messages of the campaign),
 * `strangers` (entries that the history does not explain may be it under another number), `no_neighbours` (no message of the campaign accepted before and after), `not_documented` (its format is not documented).
 */
export const absenceDoubts = [
  'in_archive',
  'young',
  'incomplete',
  'nothing_older',
  'inexact',
  'strangers',
  'no_neighbours',
  'not_documented',
] as const
export type AbsenceDoubt = (typeof absenceDoubts)[number]

/** What reading the gateway's archive showed of the messages asked about. */
export interface ArchiveFinding {
  readonly end: ArchiveReadingEnd
  /** Not found and not proven absent either: how many messages for each reason. */
  readonly doubts: readonly { readonly reason: AbsenceDoubt; readonly messages: number }[]
}

export interface ResolveResult {
  readonly resolved: number
  /** Those proven absent included. */
  readonly stillUnknown: number
  /** Of these, proven absent from the gateway's archive. Only `send_absent` and `send_again` send them. */
  readonly absent: number
  /** For send_absent and send_again: what it will send and cost. */
  readonly messages: number
  readonly segments: number
  readonly cost: string | null
  /** For from_gateway where an archive was read. */
  readonly archive: ArchiveFinding | null
  /** For from_gateway: what the gateway did not answer as it should about single messages. */
  readonly troubles: readonly PollTrouble[]
}

export interface RetryOffer {
  readonly messages: number
  readonly segments: number
  /** Null without a price. */
  readonly cost: string | null
  readonly currency: string | null
  /** Messages that wait already: they leave too, as the bill said. */
  readonly waiting: number
}

const byId = z.object({ id: rowId })

/** When to go out: a moment, a rule, or a rule that begins at a moment. */
const scheduleTime = z.object({
  /** Null: the rule's next time. */
  at: epochMs.nullable(),
  /** Five-field cron rule; null for once. */
  recurrence: z.string().max(100).nullable(),
  timeZone: z.string().min(1).max(60),
})

/** So many coming times of a schedule are shown before a person agrees to it. */
export const occurrencesShown = 5

export const campaignRequests = {
  'campaigns.page': request<Page<CampaignRow>>()(
    z
      .object({ states: z.array(z.enum(campaignStates)).max(campaignStates.length), search: z.string().max(200) })
      .extend(pageRange.shape),
  ),
  'campaigns.get': request<CampaignView>()(byId),
  /** Those that are being sent or paused, newest first, 200 at most. */
  'campaigns.running': request<readonly CampaignView[]>()(nothing),
  'campaigns.pause': request<CampaignView>()(byId),
  'campaigns.resume': request<CampaignView>()(byId),
  'campaigns.cancel': request<CampaignView>()(byId),
  /** What `campaigns.retry` would send and cost. Nothing happens. */
  'campaigns.retryOffer': request<RetryOffer>()(byId),
  /**
   * Failed and rejected go back to pending (unknown never), and the campaign goes on. `confirmedMessages`: how many a person
   * agreed to; refused with `confirmation_needed` where there are more by now. Null: all that there are.
   */
  'campaigns.retry': request<CampaignView>()(byId.extend({ confirmedMessages: z.int().nonnegative().nullable() })),
  /** Whom sending these messages of it now could disturb. */
  'campaigns.quiet': request<QuietFacts>()(byId.extend({ states: z.array(z.enum(messageStates)).min(1) })),
  'campaigns.setRate': request<CampaignView>()(
    z.object({ id: rowId, rate: z.number().positive().max(1000).nullable() }),
  ),
  'campaigns.rename': request<CampaignView>()(z.object({ id: rowId, name: label(1, 120) })),
  /** It becomes a draft again, with its recipients and its id. */
  'campaigns.unschedule': request<{ readonly draftId: number }>()(byId),
  /** Another time, repetition or zone for a campaign of which nothing was sent yet: scheduled, or paused before its start. */
  'campaigns.reschedule': request<CampaignView>()(scheduleTime.extend({ id: rowId })),
  /**
   * A recurring campaign that a list paused: the list is read again, or `path` in its place, and where all is well the
   * campaign is scheduled again, for the time that it missed. Refused with what is still wrong, which is then why it is
   * paused. `acceptList`: what it was paused for is accepted, and nothing else: a list that lost half of its rows is right, or
   * rows whose correction was lost are sent to as they stand or left out. `jobs.cancel` stops it.
   */
  'campaigns.lookAgain': request<CampaignView>()(
    z.object({ id: rowId, path: filePath.nullable(), acceptList: z.boolean(), jobId: shortText }),
  ),
  /**
   * What a campaign with personal dates will send in the next `calendarDays` days. A scheduled one has its lists read again as
   * they are now; a draft is asked with the dates that it would be scheduled with. `jobs.cancel` stops it.
   */
  'schedule.calendar': request<PersonalCalendar>()(
    z.object({
      id: rowId,
      personalDates: personalDates.nullable(),
      timeZone: z.string().min(1).max(60).nullable(),
      jobId: shortText,
    }),
  ),
  /** The first `occurrencesShown` times (epoch ms) of a schedule; one for once. */
  'schedule.occurrences': request<readonly number[]>()(scheduleTime),
  /** A new draft with the same text, account and recipients. */
  'campaigns.duplicate': request<{ readonly draftId: number }>()(byId),
  /** A finished or cancelled campaign, its messages and their timelines, for good. Nobody sees it any more at once. */
  'campaigns.remove': request<void>()(byId),
  'campaigns.messages': request<Page<MessageRow>>()(messageFilter.extend({ id: rowId }).extend(pageRange.shape)),
  'campaigns.report': request<CampaignReport>()(byId),
  'campaigns.export': request<number>()(
    z.object({ id: rowId, path: filePath, states: z.array(z.enum(messageStates)) }),
  ),
  /** `jobs.cancel` with `jobId` stops asking the gateway; what it said of single messages until then is kept. */
  'campaigns.resolve': request<ResolveResult>()(
    z.object({
      id: rowId,
      how: resolution,
      messageIds: z.array(rowId).max(10_000).nullable(),
      confirmed: z.boolean(),
      jobId: shortText.optional(),
    }),
  ),
  'messages.get': request<MessageDetail>()(byId),
  'history.page': request<Page<MessageRow>>()(historyFilter.extend(pageRange.shape)),
  'history.export': request<number>()(z.object({ filter: historyFilter, path: filePath })),
  /** Campaigns with messages of this time; `to` is not included. */
  'history.statement': request<readonly StatementLine[]>()(period),
  'history.exportStatement': request<number>()(period.extend({ path: filePath })),
  /** Sums for the home screen. */
  'home.overview': request<{
    readonly scheduled: readonly CampaignRow[]
    readonly recent: readonly (CampaignRow & { readonly deliveryRate: number | null })[]
    readonly doubtful: number
  }>()(nothing),
} as const
