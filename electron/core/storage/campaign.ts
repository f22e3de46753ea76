/** Campaigns as lists and screens show them. Reading only: what moves a campaign is in campaign-run.ts. */
import { campaignStates, type CampaignState, type PauseReason } from '@shared/domain/campaign'
import { AppError, type WireError } from '@shared/errors'
import type { Excluded } from '@shared/contract/drafts'
import { wireError, z } from '@shared/contract/schema'
import { parseJson } from './json-text'
import type { Db } from './open'
import { likeLiteral } from './search-text'
import { statement } from './statement'

export interface CampaignRecord {
  readonly id: number
  readonly name: string
  readonly state: CampaignState
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
  readonly scheduledAt: number | null
  readonly recurrence: string | null
  readonly timeZone: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
}

type CampaignRow = Omit<CampaignRecord, 'pauseError' | 'excluded' | 'flash' | 'receipts' | 'transliterate'> & {
  readonly pauseError: string | null
  readonly excluded: string
  readonly flash: number
  readonly receipts: number
  readonly transliterate: number
}

const columns = `campaign.id, campaign.name, campaign.state, campaign.pause_reason AS pauseReason, campaign.pause_error AS pauseError,
  campaign.account_id AS accountId, coalesce(account.name, campaign.account_name) AS account,
  coalesce(campaign.gateway, account.gateway) AS gateway, campaign.sender, campaign.template, campaign.flash, campaign.receipts,
  campaign.transliterate, campaign.rate, campaign.concurrency, campaign.currency, campaign.price,
  campaign.planned_recipients AS plannedRecipients, campaign.planned_segments AS plannedSegments,
  campaign.planned_cost AS plannedCost, campaign.excluded, campaign.scheduled_at AS scheduledAt, campaign.recurrence,
  campaign.time_zone AS timeZone, campaign.created_at AS createdAt, campaign.started_at AS startedAt, campaign.finished_at AS finishedAt`
const source = 'FROM campaign LEFT JOIN account ON account.id = campaign.account_id'

/** Throws AppError unknown_campaign; a draft is one too. */
export function campaignById(db: Db, id: number): CampaignRecord {
  const row = statement(db, `SELECT ${columns} ${source} WHERE campaign.id = ?`).get(id) as CampaignRow | undefined
  if (row === undefined) throw new AppError('unknown_campaign', { campaign: id })
  return fromRow(row)
}

export interface CampaignQuery {
  /** Every state but draft when empty. */
  readonly states: readonly CampaignState[]
  /** Part of the name. */
  readonly search: string
}

/** Newest first. Campaigns are thousands at most: one walk of campaign_by_created. */
export function pageOfCampaigns(
  db: Db,
  { states, search }: CampaignQuery,
  { offset, limit }: { offset: number; limit: number },
): { rows: CampaignRecord[]; total: number } {
  const where = `WHERE campaign.state IN (SELECT value FROM json_each(@states)) AND (@search = '' OR campaign.name LIKE @like ESCAPE '\\')`
  const params = {
    states: JSON.stringify(states.length > 0 ? states : campaignStates.filter((state) => state !== 'draft')),
    search: search.trim(),
    like: `%${likeLiteral(search.trim())}%`,
  }
  const total = statement(db, `SELECT count(*) FROM campaign ${where}`).pluck().get(params) as number
  const rows = statement(
    db,
    `SELECT ${columns} ${source} ${where} ORDER BY campaign.created_at DESC, campaign.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...params, limit, offset }) as CampaignRow[]
  return { rows: rows.map(fromRow), total }
}

/** Campaigns that wait for their time, the next one first. */
export function scheduledCampaigns(db: Db): CampaignRecord[] {
  const rows = statement(
    db,
    `SELECT ${columns} ${source} WHERE campaign.state = 'scheduled' ORDER BY campaign.scheduled_at, campaign.id`,
  ).all()
  return (rows as CampaignRow[]).map(fromRow)
}

const excludedSchema = z.object({
  invalid: z.number(),
  duplicate: z.number(),
  optedOut: z.number(),
  emptyField: z.number(),
  repeated: z.number(),
})
const nobodyExcluded: Excluded = { invalid: 0, duplicate: 0, optedOut: 0, emptyField: 0, repeated: 0 }

function fromRow(row: CampaignRow): CampaignRecord {
  return {
    ...row,
    pauseError: parseJson<WireError | null>(row.pauseError, wireError, null),
    excluded: parseJson(row.excluded, excludedSchema, nobodyExcluded),
    flash: row.flash === 1,
    receipts: row.receipts === 1,
    transliterate: row.transliterate === 1,
  }
}
