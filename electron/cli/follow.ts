/**
 * Watches a campaign that this process sends until it ends: progress, Ctrl+C (pauses, resumable), the summary and the
 * exit code. Subscribe before the campaign starts, so that nothing of it is missed.
 */
import type { CampaignView } from '@shared/contract/campaigns'
import { progressOf, sendingCounts } from '@shared/domain/message'
import type { WireError } from '@shared/errors'
import { errorSentence, pauseWord } from '@shared/sentences/sentence'
import { describeError, exitCodeOfPause, exitCodes } from './failure'
import type { Session } from './session'

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
  if (json) {
    terminal.printJson({
      event: state,
      ...summary,
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
    const why = campaign.pauseError
      ? errorSentence(campaign.pauseError, words.language)
      : campaign.pauseReason
        ? pauseWord(campaign.pauseReason, words.language, null)
        : ''
    terminal.complain(`griot: ${why} ${words.say('send.paused', params)}`)
    return exitCodeOfPause(campaign.pauseReason)
  }
  if (!json) terminal.print(words.say(state === 'cancelled' ? 'send.cancelled' : 'send.finished', params))
  if (state === 'cancelled') return exitCodes.interrupted
  return unsent + doubtful > 0 ? exitCodes.partly : exitCodes.done
}
