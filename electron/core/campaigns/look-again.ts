/**
 * A recurring campaign that a list paused, once a person mended the list, chose another file, or said that the list is
 * right as it is: everything is read and planned on trial; only what would go out brings the campaign back, to the time that it missed.
 */
import { basename, resolve } from 'node:path'
import { AppError, wireError, type WireError } from '@shared/errors'
import { dateDueOn, type DueDateChoice } from '@shared/domain/personal-date'
import { zonedFields } from '@shared/domain/zoned-time'
import { nextCampaignState } from '@shared/domain/campaign'
import type { CoreContext } from '../context'
import { hourOfEveryDay } from '../start-time'
import { planOccurrence } from '../drafts/plan-occurrence'
import { acceptableCodes, type AcceptableCode, type AcceptedFact } from '../drafts/read-occurrence'
import { appendAudit } from '../storage/audit'
import { campaignById, type Campaign } from '../storage/campaign'
import { moveCampaign } from '../storage/campaign-state'
import { forgetCorrection } from '../storage/recipient-correction'
import { moveOrigin, originOfSource, readySources, saveReading, type StoredSource } from '../storage/recipient-source'
import type { Db } from '../storage/open'
import { daysDone } from '../storage/personal-date'
import { saveRecurringLists } from '../storage/schedule'
import { daysToDo } from './personal-days'

export interface AnotherLook {
  readonly id: number
  /** File in the place of the list at fault; null: the same again. */
  readonly path: string | null
  /** What paused the campaign is accepted, and nothing else. */
  readonly acceptList: boolean
}

/** @throws AppError campaign_state, usage (no file to replace), and what planOccurrence throws: it stays paused, for what is wrong now */
export async function lookAgain(context: CoreContext, look: AnotherLook, signal: AbortSignal): Promise<void> {
  const { db, clock, actor } = context
  const { id } = look
  const waiting = (): Campaign => {
    const campaign = campaignById(db, id)
    const { state, recurrence, startedAt } = campaign
    if (state !== 'paused' || recurrence === null || startedAt !== null)
      throw new AppError('campaign_state', { campaign: id, state })
    return campaign
  }
  const chosen = look.path === null ? null : chosenFile(db, waiting(), resolve(look.path))
  const accepted = look.acceptList
    ? acceptedFacts(waiting()).filter(({ source }) => source !== chosen?.source.position)
    : []
  const due = firstOpenDate(context, waiting())
  const reading = {
    scheduleId: id,
    signal,
    accepted,
    chosen: chosen && { position: chosen.source.position, path: chosen.path },
    due,
  }
  const occurrence = await planOccurrence(context, reading).catch((error: unknown) => {
    const told = error instanceof AppError ? refusal(error, accepted) : null
    // a file that cannot be the list leaves what is known of the campaign's own
    if (told !== null && (chosen === null || isAcceptable(told.code)))
      db.transaction(() => {
        waiting()
        if (chosen !== null) replaceFile(db, chosen)
        const change = { campaignId: id, from: 'paused', to: 'paused', now: clock.now() } as const
        moveCampaign(db, { ...change, pauseReason: 'list', pauseError: told })
      }).immediate()
    throw error
  })
  await occurrence.discard()
  db.transaction(() => {
    waiting()
    if (chosen !== null) replaceFile(db, chosen)
    saveRecurringLists(db, id, occurrence.lists)
    for (const { source, correction } of occurrence.lost) forgetCorrection(db, source, correction)
    const to = nextCampaignState('paused', 'schedule') ?? 'scheduled'
    moveCampaign(db, { campaignId: id, from: 'paused', to, now: clock.now() })
    appendAudit(db, {
      at: clock.now(),
      actor,
      action: 'campaign.look_again',
      subject: `campaign ${id}`,
      detail: look.path === null ? {} : { source: basename(look.path) },
    })
  }).immediate()
}

/** The first day that a campaign with personal dates has not sent or skipped yet. */
function firstOpenDate({ db, clock }: CoreContext, campaign: Campaign): DueDateChoice | null {
  const { id, personalDates: dates, recurrence, timeZone } = campaign
  const hour = hourOfEveryDay(recurrence)
  if (dates === null || hour === null) return null
  const now = clock.now()
  const { open } = daysToDo(dates, { now, hour, timeZone: timeZone ?? 'UTC' }, daysDone(db, id, now))
  return { ...dates, due: dateDueOn(open[0] ?? zonedFields(now, timeZone ?? 'UTC').date, dates) }
}

interface ChosenFile {
  readonly source: StoredSource
  readonly path: string
}

/** Null where it is the file that the campaign has. */
function chosenFile(db: Db, campaign: Campaign, path: string): ChosenFile | null {
  const source = replacedSource(readySources(db, campaign.id), campaign)
  const origin = originOfSource(db, source.id)
  return origin?.kind === 'file' && origin.path === path ? null : { source, path }
}

function replaceFile(db: Db, { source, path }: ChosenFile): void {
  // no file has such a stamp: the rows that the campaign holds are those of the earlier file
  moveOrigin(db, source.id, { kind: 'file', path, stamp: { size: -1, modifiedAt: -1 } })
  saveReading(db, source.id, { ...source.reading, label: basename(path) })
}

/** What the pause told, and what was accepted before that. */
function acceptedFacts({ pauseError }: Campaign): AcceptedFact[] {
  const { source, accepted } = pauseError?.params ?? {}
  const earlier = String(accepted ?? '')
    .split(' ')
    .flatMap((word): AcceptedFact[] => {
      const [code = '', position] = word.split(':')
      return isAcceptable(code) ? [{ code, source: Number(position) }] : []
    })
  const code = pauseError?.code ?? ''
  return typeof source === 'number' && isAcceptable(code) ? [...earlier, { code, source }] : earlier
}

/** For the campaign, with what a person accepted already; null where no list is at fault. */
function refusal(error: AppError, accepted: readonly AcceptedFact[]): WireError | null {
  const { code, params } = error
  if (typeof params.source !== 'number') return null
  if (accepted.length === 0) return wireError(code, params)
  return wireError(code, { ...params, accepted: accepted.map((fact) => `${fact.code}:${fact.source}`).join(' ') })
}

function isAcceptable(code: string): code is AcceptableCode {
  return acceptableCodes.some((known) => known === code)
}

/** The list that paused the campaign, else its only file. */
function replacedSource(sources: readonly StoredSource[], { pauseError }: Campaign): StoredSource {
  const files = sources.filter(({ kind }) => kind === 'file')
  const atFault = files.find(({ position }) => position === pauseError?.params.source)
  const [only, second] = files
  const source = atFault ?? (second === undefined ? only : undefined)
  if (source === undefined) throw new AppError('usage', { detail: 'no file to replace' })
  return source
}
