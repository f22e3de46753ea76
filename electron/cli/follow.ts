/**
 * Watches a campaign that this process sends until it ends: progress, Ctrl+C (pauses, resumable), the summary and the
 * exit code. Subscribe before the campaign starts, so that nothing of it is missed.
 */
import type { CampaignRow, CampaignView } from '@shared/contract/campaigns'
import { quietWarning } from '@shared/contract/drafts'
import { localTimeZone } from '@shared/domain/local-zone'
import { progressOf, sendingCounts, type MessageState } from '@shared/domain/message'
import { wireError, type WireError } from '@shared/errors'
import { errorSentence, pauseWord, warningWord } from '@shared/sentences/sentence'
import { describeError, exitCodeOfPause, exitCodes } from './failure'
import type { Session } from './session'
import type { Words } from './words'

export interface Following {
  /** Resolves with the exit code when the campaign no longer runs here. */
  ended(): Promise<number>
}

const tellEveryMs = 1000

export async function followCampaign(session: Session, campaignId: number): Promise<Following> {
  const { terminal, words, json } = session
  const core = await session.core()
  const { clock } = core
  const startedAt = clock.monotonic()
  let toldAt = Number.NEGATIVE_INFINITY

  const stopListening = core.events.on('campaign.progress', (progress) => {
    if (progress.id !== campaignId) return
    const { counts } = progress
    const { sent: accepted, waiting: pending } = sendingCounts(counts)
    if (json) {
      const now = clock.monotonic()
      if (now - toldAt < tellEveryMs) return
      toldAt = now
      terminal.printJson({
        event: 'progress',
        accepted,
        rejected: counts.rejected,
        unknown: counts.unknown,
        pending,
        rate: Math.round((progress.ratePerSecond ?? 0) * 10) / 10,
      })
      return
    }
    terminal.progress(
      words.say('progress', {
        ...progressOf(counts),
        accepted,
        rejected: counts.rejected,
        unknown: counts.unknown,
        rate: Math.round(progress.ratePerSecond ?? 0),
        remaining: words.duration(progress.remainingMs),
      }),
    )
  })

  // a disk that refuses everything refuses to note the pause as well: the event is all there is
  let refused: WireError | null = null
  const stopWatching = core.events.on('campaign.changed', ({ id, pauseReason, pauseError }) => {
    if (id === campaignId && pauseReason === 'storage') refused = pauseError
  })

  // claims nothing more, lets what is in flight end, leaves the campaign paused
  const giveBack = session.interruption.takeOver(() => void core.stopSending())

  return {
    async ended() {
      try {
        await core.campaignEnded(campaignId)
      } finally {
        stopListening()
        stopWatching()
        giveBack()
        terminal.progress('')
      }
      const campaign = await session.request('campaigns.get', { id: campaignId })
      const view =
        refused === null
          ? campaign
          : { ...campaign, state: 'paused' as const, pauseReason: 'storage' as const, pauseError: refused }
      return reportCampaign(session, view, (clock.monotonic() - startedAt) / 1000)
    },
  }
}

/** Why a campaign is paused, as a sentence; empty where nothing says it. */
export function pauseSentence(
  { pauseError, pauseReason }: Pick<CampaignRow, 'pauseError' | 'pauseReason'>,
  { language }: Words,
): string {
  if (pauseError) return errorSentence(pauseError, language)
  return pauseReason === null ? '' : `${pauseWord(pauseReason, language, null)}.`
}

/**
 * Asked before messages in these states are sent on a person's word; the answer says on stderr, once that has begun, whom
 * it disturbs.
 */
export async function askNight(session: Session, id: number, states: readonly MessageState[]): Promise<() => void> {
  const { terminal, words } = session
  const now = (await session.core()).clock.now()
  const quiet = await session.request('campaigns.quiet', { id, states: [...states] })
  const warning = quietWarning(quiet, now, localTimeZone(now))
  if (warning === null) return () => undefined
  const why = warningWord(warning, words.language)
  return () => terminal.complain(`griot: ${words.say('send.atNight', { why, campaign: String(id) })}`)
}

/** Says how a campaign stands that no longer runs here; returns the exit code that this means. */
export function reportCampaign({ terminal, words, json }: Session, campaign: CampaignView, seconds: number): number {
  const { counts } = campaign
  const { sent: accepted, waiting: pending, unsent, doubtful } = sendingCounts(counts)
  const summary = {
    campaign: campaign.id,
    accepted,
    rejected: counts.rejected,
    failed: counts.failed,
    unknown: counts.unknown,
    pending,
    seconds: Math.round(seconds * 10) / 10,
  }
  const { state } = campaign
  const scheduledAt = state === 'scheduled' && campaign.scheduledAt !== null ? new Date(campaign.scheduledAt) : null
  if (json) {
    terminal.printJson({
      event: state,
      ...summary,
      ...(scheduledAt === null ? {} : { at: scheduledAt.toISOString() }),
      ...(campaign.pauseReason ? { reason: campaign.pauseReason } : {}),
      ...(campaign.pauseError ? { error: describeError(campaign.pauseError, words) } : {}),
    })
  }
  const params = {
    ...summary,
    campaign: String(campaign.id),
    seconds: words.number(summary.seconds),
    cancelled: counts.cancelled,
  }
  if (state === 'paused') {
    const key = campaign.pauseReason === 'list' ? 'send.pausedList' : 'send.paused'
    terminal.complain(`griot: ${pauseSentence(campaign, words)} ${words.say(key, params)}`)
    return exitCodeOfPause(campaign.pauseReason)
  }
  if (state === 'scheduled') {
    const at = words.dateTime(campaign.scheduledAt)
    if (!json) terminal.print(words.say('send.waits', { campaign: params.campaign, at }))
    return exitCodes.done
  }
  if (state === 'sending') {
    // another process has it
    const busy = wireError('campaign_busy', { campaign: campaign.id })
    terminal.complain(`griot: ${describeError(busy, words).message}`)
    return exitCodes.busy
  }
  if (!json) terminal.print(words.say(state === 'cancelled' ? 'send.cancelled' : 'send.finished', params))
  if (state === 'cancelled') return exitCodes.interrupted
  return unsent + doubtful > 0 ? exitCodes.partly : exitCodes.done
}
