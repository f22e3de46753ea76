/** The one reader of campaigns, for lists, screens, engine and scheduler. What changes a campaign is in campaign-state.ts. */
import { campaignStates, type CampaignState, type PauseReason } from '@shared/domain/campaign'
import { AppError, type WireError } from '@shared/errors'
import type { Excluded, JoinedRows } from '@shared/contract/drafts'
import { scheduledDates, type ScheduledDates } from '@shared/contract/personal-dates'
import { wireError, z } from '@shared/contract/schema'
import { parseJson } from './json-text'
import type { Db } from './open'
import { likeLiteral } from './search-text'
import { statement } from './statement'

export interface Campaign {
  readonly id: number
  readonly name: string
  readonly state: CampaignState
  /** One SMS to the person's own number, and not a campaign that anybody waits for. */
  readonly test: boolean
  readonly pauseReason: PauseReason | null
  readonly pauseError: WireError | null
  readonly accountId: number | null
  readonly account: string | null
  readonly gateway: string | null
  readonly sender: string | null
  readonly template: string
  readonly flash: boolean
  readonly receipts: boolean
  readonly transliterate: boolean
  readonly rate: number | null
  readonly concurrency: number | null
  readonly currency: string | null
  readonly price: string | null
  readonly plannedRecipients: number | null
  readonly plannedSegments: number | null
  readonly plannedCost: string | null
  readonly excluded: Excluded
  readonly joined: JoinedRows
  readonly scheduledAt: number | null
  readonly recurrence: string | null
  readonly timeZone: string | null
  /** Of a campaign that looks every day for people whose date it is. */
  readonly personalDates: ScheduledDates | null
  /** The last time of a recurring campaign that is dealt with. */
  readonly lastDueAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
  /** Null until it was sent for the first time. */
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

type Flag = 'test' | 'flash' | 'receipts' | 'transliterate'
type CampaignRow = Omit<Campaign, Flag | 'pauseError' | 'excluded' | 'joined' | 'personalDates'> &
  Readonly<Record<Flag, number>> & {
    readonly pauseError: string | null
    readonly excluded: string
    readonly joined: string
    readonly personalDates: string | null
  }

// the engine reads a campaign at every turn: subqueries cost it a tenth of a LEFT JOIN
const columns = `id, name, state, test, pause_reason AS pauseReason, pause_error AS pauseError, account_id AS accountId,
  coalesce((SELECT account.name FROM account WHERE account.id = account_id), account_name) AS account,
  coalesce(gateway, (SELECT account.gateway FROM account WHERE account.id = account_id)) AS gateway, sender, template, flash,
  receipts, transliterate, rate, concurrency, currency, price, planned_recipients AS plannedRecipients,
  planned_segments AS plannedSegments, planned_cost AS plannedCost, excluded, joined, scheduled_at AS scheduledAt, recurrence,
  time_zone AS timeZone, personal_dates AS personalDates, last_due_at AS lastDueAt, created_at AS createdAt, updated_at AS updatedAt, started_at AS startedAt, finished_at AS finishedAt`

/** Null where there is none with this id, or only a draft. */
export function findCampaign(db: Db, id: number): Campaign | null {
  const row = statement(db, `SELECT ${columns} FROM campaign WHERE id = ?`).get(id) as CampaignRow | undefined
  return row === undefined ? null : fromRow(row)
}

/** Throws AppError unknown_campaign, or campaign_state where it is a draft. */
export function campaignById(db: Db, id: number): Campaign {
  const campaign = findCampaign(db, id)
  if (campaign !== null) return campaign
  const draft = statement(db, 'SELECT name FROM draft WHERE id = ?').pluck().get(id) as string | undefined
  throw draft === undefined
    ? new AppError('unknown_campaign', { campaign: id })
    : new AppError('campaign_state', { campaign: draft, state: 'draft' })
}

/** When it is to start, else when its first message left, else when it was made. */
const shownTime = `coalesce(CASE state WHEN 'scheduled' THEN scheduled_at END, started_at, created_at)`

export interface CampaignQuery {
  /** Every state when empty. */
  readonly states: readonly CampaignState[]
  /** Part of the name. */
  readonly search: string
}

/** By the time that lists show (campaignTime in the window), the latest first. Campaigns are thousands at most: sorted each time. */
export function pageOfCampaigns(
  db: Db,
  { states, search }: CampaignQuery,
  { offset, limit }: { offset: number; limit: number },
): { rows: Campaign[]; total: number } {
  const where = `WHERE state IN (SELECT value FROM json_each(@states)) AND (@search = '' OR name LIKE @like ESCAPE '\\')`
  const params = {
    states: JSON.stringify(states.length > 0 ? states : campaignStates),
    search: search.trim(),
    like: `%${likeLiteral(search.trim())}%`,
  }
  const total = statement(db, `SELECT count(*) FROM campaign ${where}`).pluck().get(params) as number
  const rows = statement(
    db,
    `SELECT ${columns} FROM campaign ${where} ORDER BY ${shownTime} DESC, id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...params, limit, offset }) as CampaignRow[]
  return { rows: rows.map(fromRow), total }
}

/** Ids of the campaigns that are being sent or paused, all of them; walks campaign_by_state. */
export function runningCampaigns(db: Db): number[] {
  return statement(db, `SELECT id FROM campaign WHERE state IN ('sending', 'paused') ORDER BY id`)
    .pluck()
    .all() as number[]
}

/** Campaigns that wait for their time, the next one first. */
export function scheduledCampaigns(db: Db): Campaign[] {
  const rows = statement(
    db,
    `SELECT ${columns} FROM campaign WHERE state = 'scheduled' ORDER BY scheduled_at, id`,
  ).all()
  return (rows as CampaignRow[]).map(fromRow)
}

export type DueCampaign = Campaign & { readonly scheduledAt: number }

/** Scheduled campaigns whose time has come, oldest first; walks campaign_by_state. */
export function dueCampaigns(db: Db, now: number): DueCampaign[] {
  const rows = statement(
    db,
    `SELECT ${columns} FROM campaign WHERE state = 'scheduled' AND scheduled_at <= ?
     ORDER BY scheduled_at`,
  ).all(now) as CampaignRow[]
  return rows.map(fromRow).filter((campaign): campaign is DueCampaign => campaign.scheduledAt !== null)
}

const excludedSchema = z.object({
  invalid: z.number(),
  duplicate: z.number(),
  optedOut: z.number(),
  emptyField: z.number(),
  repeated: z.number(),
})
const nobodyExcluded: Excluded = { invalid: 0, duplicate: 0, optedOut: 0, emptyField: 0, repeated: 0 }

/** Never due: a campaign whose dates can't be read must not go out to everybody. */
const damagedDates: ScheduledDates = {
  column: '',
  days: 0,
  yearly: false,
  lateDays: 0,
  from: '9999-12-31',
  fullestDay: 0,
}
const joinedSchema = z.object({ rows: z.number(), messages: z.number() })
const noneJoined: JoinedRows = { rows: 0, messages: 0 }

function fromRow(row: CampaignRow): Campaign {
  return {
    ...row,
    pauseError: parseJson<WireError | null>(row.pauseError, wireError, null),
    personalDates: row.personalDates === null ? null : parseJson(row.personalDates, scheduledDates, damagedDates),
    excluded: parseJson(row.excluded, excludedSchema, nobodyExcluded),
    joined: parseJson(row.joined, joinedSchema, noneJoined),
    test: row.test === 1,
    flash: row.flash === 1,
    receipts: row.receipts === 1,
    transliterate: row.transliterate === 1,
  }
}
