/**
 * Drafts as rows. Every change of a draft goes through `touchDraft`, which also ends a planning of its messages that may be
 * under way here or in another process.
 */
import type { DraftPatch, DraftView } from '@shared/contract/drafts'
import { personalDates } from '@shared/contract/personal-dates'
import { AppError } from '@shared/errors'
import { newCampaignKey } from './campaign-key'
import { parseJson, textList } from './json-text'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

export interface Draft extends Omit<DraftView, 'sources' | 'columns' | 'counts'> {
  /** Made by a command that removes it at its end: in no list. */
  readonly temporary: boolean
  /** Every heading ever used by the draft's sources, in the order of the recipients' values. */
  readonly columns: readonly string[]
}

type Flag = 'flash' | 'receipts' | 'transliterate' | 'allowRepeats' | 'migrate' | 'temporary'
type DraftRow = Omit<Draft, Flag | 'columns' | 'schedule'> &
  Readonly<Record<Flag, number>> & {
    readonly columns: string
    readonly leavesAt: number | null
    readonly recurrence: string | null
    readonly timeZone: string | null
    readonly personalDates: string | null
  }

/** What a draft and the campaign made of it have in common, in the words of both tables. */
export const sharedColumns =
  'name, account_id, template, flash, receipts, transliterate, allow_repeats, migrate, same_number, country, rate, concurrency, columns'

/** Returns its id. Belongs in a transaction of the caller. */
export function insertDraft(
  db: Db,
  draft: { readonly name: string; readonly country: string; readonly temporary: boolean; readonly now: number },
): number {
  const id = newCampaignKey(db)
  statement(
    db,
    `INSERT INTO draft (id, name, country, temporary, created_at, updated_at)
     VALUES (@id, @name, @country, @temporary, @now, @now)`,
  ).run({ ...draft, id, temporary: Number(draft.temporary) })
  return id
}

/**
 * A campaign's text, account and choices as a new draft, nothing of its bill: without its recipients, and temporary until
 * `keepDraft`. Belongs in a transaction of the caller. Throws AppError unknown_campaign.
 */
export function copyAsDraft(db: Db, campaignId: number, now: number): number {
  const id = newCampaignKey(db)
  const { changes } = statement(
    db,
    `INSERT INTO draft (id, sender, ${sharedColumns}, temporary, origin_id, created_at, updated_at)
     SELECT @id, sender, ${sharedColumns}, 1, id, @now, @now FROM campaign WHERE id = @campaignId`,
  ).run({ id, campaignId, now })
  if (changes !== 1) throw new AppError('unknown_campaign', { campaign: campaignId })
  return id
}

/** None where its dates can't be read any more: what was for some people must not be taken for a time for all. */
function scheduleOf({
  leavesAt,
  recurrence,
  timeZone,
  personalDates: stored,
}: Pick<DraftRow, 'leavesAt' | 'recurrence' | 'timeZone' | 'personalDates'>): Draft['schedule'] {
  if (leavesAt === null || timeZone === null) return null
  const dates = parseJson(stored, personalDates.nullable(), null)
  if (stored !== null && dates === null) return null
  return { at: leavesAt, recurrence, timeZone, ...(dates === null ? {} : { personalDates: dates }) }
}

/** Throws AppError unknown_campaign, or campaign_state where it is a campaign by now. */
export function readDraft(db: Db, id: number): Draft {
  const row = statement(
    db,
    `SELECT id, name, account_id AS accountId, sender, template, flash, receipts, transliterate,
       allow_repeats AS allowRepeats, migrate, same_number AS sameNumber, country, rate, concurrency, columns, step,
       leaves_at AS leavesAt, recurrence, time_zone AS timeZone, personal_dates AS personalDates, temporary, updated_at AS updatedAt
     FROM draft WHERE id = ?`,
  ).get(id) as DraftRow | undefined
  if (row === undefined) throw noDraft(db, id)
  const { leavesAt, recurrence, timeZone, personalDates, ...rest } = row
  return {
    ...rest,
    schedule: scheduleOf({ leavesAt, recurrence, timeZone, personalDates }),
    flash: row.flash === 1,
    receipts: row.receipts === 1,
    transliterate: row.transliterate === 1,
    allowRepeats: row.allowRepeats === 1,
    migrate: row.migrate === 1,
    temporary: row.temporary === 1,
    columns: parseJson(row.columns, textList, []),
  }
}

export function isDraft(db: Db, id: number): boolean {
  return statement(db, 'SELECT 1 FROM draft WHERE id = ?').get(id) !== undefined
}

/** Why there is no draft with this id. */
export function noDraft(db: Db, id: number): AppError {
  const campaign = statement(db, 'SELECT name, state FROM campaign WHERE id = ?').get(id) as
    { readonly name: string; readonly state: string } | undefined
  return campaign === undefined
    ? new AppError('unknown_campaign', { campaign: id })
    : new AppError('campaign_state', { campaign: campaign.name, state: campaign.state })
}

/**
 * To be called in every transaction that changes a draft or its recipients. `updatedAt` always grows, so that it tells two
 * states of a draft apart. Throws AppError unknown_campaign, campaign_state.
 */
export function touchDraft(db: Db, id: number, now: number): void {
  const { changes } = statement(
    db,
    'UPDATE draft SET planning = NULL, updated_at = max(@now, updated_at + 1) WHERE id = @id',
  ).run({ id, now })
  if (changes !== 1) throw noDraft(db, id)
}

/** Writes what `patch` holds; an absent key keeps its value. */
export function patchDraft(db: Db, draft: Draft, patch: DraftPatch): void {
  const next: Draft = { ...draft, ...definedOnly(patch) }
  const { changes } = statement(
    db,
    `UPDATE draft SET name = @name, account_id = @accountId, sender = @sender, template = @template, flash = @flash,
       receipts = @receipts, transliterate = @transliterate, allow_repeats = @allowRepeats, migrate = @migrate, same_number = @sameNumber,
       country = @country, rate = @rate, concurrency = @concurrency, step = @step,
       leaves_at = @leavesAt, recurrence = @recurrence, time_zone = @timeZone, personal_dates = @personalDates
     WHERE id = @id`,
  ).run({
    id: draft.id,
    name: next.name,
    accountId: next.accountId,
    sender: next.sender === '' ? null : next.sender,
    template: next.template,
    flash: Number(next.flash),
    receipts: Number(next.receipts),
    transliterate: Number(next.transliterate),
    allowRepeats: Number(next.allowRepeats),
    migrate: Number(next.migrate),
    sameNumber: next.sameNumber,
    country: next.country,
    rate: next.rate,
    concurrency: next.concurrency,
    step: next.step,
    leavesAt: next.schedule?.at ?? null,
    recurrence: next.schedule?.recurrence ?? null,
    timeZone: next.schedule?.timeZone ?? null,
    personalDates: next.schedule?.personalDates ? JSON.stringify(next.schedule.personalDates) : null,
  })
  assertChanged(changes, 1, `draft ${draft.id} saved`)
}

type Defined<Source> = { [Key in keyof Source]?: Exclude<Source[Key], undefined> }

function definedOnly<Source extends object>(source: Source): Defined<Source> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined)) as Defined<Source>
}

export function saveColumns(db: Db, id: number, columns: readonly string[]): void {
  const { changes } = statement(db, 'UPDATE draft SET columns = @columns WHERE id = @id').run({
    id,
    columns: JSON.stringify(columns),
  })
  assertChanged(changes, 1, `columns of draft ${id}`)
}

/** A temporary draft that turned out whole becomes one like any other. */
export function keepDraft(db: Db, id: number): void {
  assertChanged(statement(db, 'UPDATE draft SET temporary = 0 WHERE id = ?').run(id).changes, 1, `draft ${id} kept`)
}

/** The row alone, in the transaction that also marks its id as removed. */
export function deleteDraft(db: Db, id: number): void {
  assertChanged(statement(db, 'DELETE FROM draft WHERE id = ?').run(id).changes, 1, `draft ${id} removed`)
}

export interface ListedDraft {
  readonly id: number
  readonly name: string
  readonly updatedAt: number
  readonly recipients: number
}

/** Newest first. Few rows, each with its handful of sources. */
export function listDrafts(db: Db): ListedDraft[] {
  return statement(
    db,
    `SELECT draft.id, draft.name, draft.updated_at AS updatedAt,
       coalesce((SELECT sum(valid) FROM recipient_source WHERE campaign_id = draft.id AND state = 'ready'), 0) AS recipients
     FROM draft WHERE draft.temporary = 0 ORDER BY draft.updated_at DESC, draft.id DESC`,
  ).all() as ListedDraft[]
}

/** Temporary drafts that no command has touched since `before`. */
export function abandonedDrafts(db: Db, before: number): number[] {
  return statement(db, 'SELECT id FROM draft WHERE temporary = 1 AND updated_at < ?').pluck().all(before) as number[]
}
