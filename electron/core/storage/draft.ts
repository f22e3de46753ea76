/**
 * Drafts as rows: campaigns in state `draft` that nobody has discarded. Every change of a draft goes through `touchDraft`,
 * which also ends a planning of its messages that may be under way here or in another process.
 */
import type { DraftPatch } from '@shared/contract/drafts'
import { draftStep } from '@shared/contract/drafts'
import { z } from '@shared/contract/schema'
import type { CampaignState } from '@shared/domain/campaign'
import { AppError } from '@shared/errors'
import { parseJson, textList } from './json-text'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

/** What only a draft needs to know of itself; JSON in `campaign.draft`. */
const draftState = z.object({
  step: draftStep.default('recipients'),
  migrate: z.boolean().default(false),
  /** Made by a command that discards it at its end: in no list. */
  temporary: z.boolean().default(false),
  /** One SMS to the person's own number, and not a campaign that anybody waits for. */
  test: z.boolean().default(false),
  /** Being removed, row by row: gone for everybody. */
  discarded: z.boolean().default(false),
})
type DraftState = z.infer<typeof draftState>

export interface Draft extends DraftState {
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
  /** Every heading ever used by the draft's sources, in the order of the recipients' values. */
  readonly columns: readonly string[]
  readonly updatedAt: number
}

interface DraftRow {
  readonly id: number
  readonly state: CampaignState
  readonly name: string
  readonly account_id: number | null
  readonly sender: string | null
  readonly template: string
  readonly flash: number
  readonly receipts: number
  readonly transliterate: number
  readonly allow_repeats: number
  readonly country: string
  readonly rate: number | null
  readonly concurrency: number | null
  readonly columns: string
  readonly draft: string
  readonly updated_at: number
}

const sql = {
  insert: `
    INSERT INTO campaign (name, state, country, draft, created_at, updated_at)
    VALUES (@name, 'draft', @country, @draft, @now, @now)`,
  // a campaign that was sent, as a new draft: its text, account and choices, nothing of its bill
  copy: `
    INSERT INTO campaign (name, state, account_id, sender, template, flash, receipts, transliterate, allow_repeats, country, rate,
      concurrency, columns, draft, origin_id, created_at, updated_at)
    SELECT name, 'draft', account_id, sender, template, flash, receipts, transliterate, allow_repeats, country, rate,
      concurrency, columns, @draft, id, @now, @now
    FROM campaign WHERE id = @id`,
  byId: `
    SELECT id, state, name, account_id, sender, template, flash, receipts, transliterate, allow_repeats, country, rate, concurrency,
      columns, draft, updated_at
    FROM campaign WHERE id = ?`,
  // updated_at always grows, so that it tells two states of a draft apart
  touch: `UPDATE campaign SET planning = NULL, updated_at = max(@now, updated_at + 1) WHERE id = @id AND state = 'draft'`,
  save: `
    UPDATE campaign SET name = @name, account_id = @accountId, sender = @sender, template = @template, flash = @flash,
      receipts = @receipts, transliterate = @transliterate, allow_repeats = @allowRepeats, country = @country, rate = @rate,
      concurrency = @concurrency, draft = @draft
    WHERE id = @id AND state = 'draft'`,
  saveState: `UPDATE campaign SET draft = @draft WHERE id = @id AND state = 'draft'`,
  saveColumns: `UPDATE campaign SET columns = @columns WHERE id = @id AND state = 'draft'`,
  discardCampaign: `
    UPDATE campaign SET state = 'draft', draft = json_set(draft, '$.discarded', json('true')), planning = NULL, updated_at = @now
    WHERE id = @id AND state = @state`,
  remove: `DELETE FROM campaign WHERE id = ? AND state = 'draft'`,
  // few rows: the state's index gives the drafts, each with its handful of sources
  list: `
    SELECT campaign.id, campaign.name, campaign.updated_at AS updatedAt, campaign.draft,
      coalesce((SELECT sum(valid) FROM recipient_source WHERE campaign_id = campaign.id AND state = 'ready'), 0) AS recipients
    FROM campaign WHERE campaign.state = 'draft' ORDER BY campaign.updated_at DESC, campaign.id DESC`,
  abandoned: `
    SELECT id FROM campaign WHERE state = 'draft'
      AND (json_extract(draft, '$.discarded') = 1 OR (json_extract(draft, '$.temporary') = 1 AND updated_at < @before))`,
} as const

export function insertDraft(
  db: Db,
  draft: { name: string; country: string; temporary: boolean; test?: boolean; now: number },
): number {
  const state = JSON.stringify(draftState.parse({ temporary: draft.temporary, test: draft.test }))
  return Number(
    statement(db, sql.insert).run({ name: draft.name, country: draft.country, draft: state, now: draft.now })
      .lastInsertRowid,
  )
}

/** Without its recipients, and temporary until `keepDraft`. Throws AppError unknown_campaign. */
export function copyAsDraft(db: Db, campaignId: number, now: number): number {
  const draft = JSON.stringify(draftState.parse({ temporary: true }))
  const { changes, lastInsertRowid } = statement(db, sql.copy).run({ id: campaignId, draft, now })
  if (changes !== 1) throw new AppError('unknown_campaign', { campaign: campaignId })
  return Number(lastInsertRowid)
}

/** Throws AppError unknown_campaign, or campaign_state where it is no draft any more. */
export function readDraft(db: Db, id: number): Draft {
  const row = statement(db, sql.byId).get(id) as DraftRow | undefined
  if (row === undefined) throw new AppError('unknown_campaign', { campaign: id })
  if (row.state !== 'draft') throw new AppError('campaign_state', { campaign: row.name, state: row.state })
  const state = parseJson(row.draft, draftState, draftState.parse({}))
  if (state.discarded) throw new AppError('unknown_campaign', { campaign: id })
  return {
    ...state,
    id: row.id,
    name: row.name,
    accountId: row.account_id,
    sender: row.sender,
    template: row.template,
    flash: row.flash === 1,
    receipts: row.receipts === 1,
    transliterate: row.transliterate === 1,
    allowRepeats: row.allow_repeats === 1,
    country: row.country,
    rate: row.rate,
    concurrency: row.concurrency,
    columns: parseJson(row.columns, textList, []),
    updatedAt: row.updated_at,
  }
}

/** To be called in every transaction that changes a draft or its recipients. Throws AppError campaign_state. */
export function touchDraft(db: Db, id: number, now: number): void {
  if (statement(db, sql.touch).run({ id, now }).changes === 1) return
  throw new AppError('campaign_state', { campaign: id })
}

/** Writes what `patch` holds; an absent key keeps its value. */
export function patchDraft(db: Db, draft: Draft, patch: DraftPatch): void {
  const next: Draft = { ...draft, ...definedOnly(patch) }
  const { changes } = statement(db, sql.save).run({
    id: draft.id,
    name: next.name,
    accountId: next.accountId,
    sender: next.sender === '' ? null : next.sender,
    template: next.template,
    flash: next.flash ? 1 : 0,
    receipts: next.receipts ? 1 : 0,
    transliterate: next.transliterate ? 1 : 0,
    allowRepeats: next.allowRepeats ? 1 : 0,
    country: next.country,
    rate: next.rate,
    concurrency: next.concurrency,
    draft: JSON.stringify(draftState.parse(next)),
  })
  assertChanged(changes, 1, `draft ${draft.id} saved`)
}

type Defined<Source> = { [Key in keyof Source]?: Exclude<Source[Key], undefined> }

function definedOnly<Source extends object>(source: Source): Defined<Source> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)) as Defined<Source>
}

export function saveColumns(db: Db, id: number, columns: readonly string[]): void {
  const { changes } = statement(db, sql.saveColumns).run({ id, columns: JSON.stringify(columns) })
  assertChanged(changes, 1, `columns of draft ${id}`)
}

/** A temporary draft that turned out whole becomes one like any other. */
export function keepDraft(db: Db, draft: Draft): void {
  const state = JSON.stringify(draftState.parse({ ...draft, temporary: false }))
  assertChanged(statement(db, sql.saveState).run({ id: draft.id, draft: state }).changes, 1, `draft ${draft.id} kept`)
}

/** From here on nobody sees the draft; its rows go in their own time. */
export function markDiscarded(db: Db, draft: Draft): void {
  const state = JSON.stringify(draftState.parse({ ...draft, discarded: true }))
  assertChanged(
    statement(db, sql.saveState).run({ id: draft.id, draft: state }).changes,
    1,
    `draft ${draft.id} discarded`,
  )
}

/** The row itself, once its recipients and messages are gone (what is left goes with it). */
/** What is over is then removed like a draft. */
export function discardCampaign(db: Db, campaign: { id: number; state: CampaignState; now: number }): void {
  assertChanged(statement(db, sql.discardCampaign).run(campaign).changes, 1, `campaign ${campaign.id} discarded`)
}

export function deleteDraft(db: Db, id: number): void {
  assertChanged(statement(db, sql.remove).run(id).changes, 1, `draft ${id} removed`)
}

export interface ListedDraft {
  readonly id: number
  readonly name: string
  readonly updatedAt: number
  readonly recipients: number
}

/** Newest first. */
export function listDrafts(db: Db): ListedDraft[] {
  const rows = statement(db, sql.list).all() as (ListedDraft & { draft: string })[]
  return rows.flatMap(({ draft, ...listed }) => {
    const state = parseJson(draft, draftState, draftState.parse({}))
    return state.discarded || state.temporary ? [] : [listed]
  })
}

/** Discarded drafts whose removal was cut short, and temporary ones that nobody has touched since `before`. */
export function abandonedDrafts(db: Db, before: number): number[] {
  return statement(db, sql.abandoned).pluck().all({ before }) as number[]
}
