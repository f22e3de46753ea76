/**
 * `griot run`: on a server, what the window does by itself: scheduled and recurring campaigns, delivery reports, recovery.
 * Until it is interrupted, or once for a cron line.
 */
import type { Command } from 'commander'
import type { CampaignRow, CampaignView } from '@shared/contract/campaigns'
import type { CoreEvents } from '@shared/ipc-contract'
import { errorSentence, pauseWord } from '@shared/sentences/sentence'
import type { Run } from '../work'
import { exitCodes } from '../failure'
import { reportCampaign } from '../follow'
import type { Session } from '../session'

export function runCommand(program: Command, run: Run): void {
  program.command('run').option('--once').action(run(unattended))
}

async function unattended(session: Session, { once }: { readonly once?: boolean }): Promise<number> {
  return once === true ? runOnce(session) : runUntilInterrupted(session)
}

/** The exit code is that of the campaign which most needs a person. */
async function runOnce(session: Session): Promise<number> {
  const core = await session.core()
  const startedAt = core.clock.monotonic()
  const giveBack = session.interruption.takeOver(() => void core.stopSending())
  const stopTelling = core.events.on('schedule.skipped', (days) => tellSkipped(session, days))
  const moved = await core.runDue()
  stopTelling()
  giveBack()
  const seconds = (core.clock.monotonic() - startedAt) / 1000
  const codes: number[] = []
  for (const id of moved) {
    codes.push(reportCampaign(session, await session.request('campaigns.get', { id }), seconds))
  }
  session.answer({ event: 'done', campaigns: moved }, () =>
    moved.length === 0 ? [session.words.say('run.nothing')] : [],
  )
  return (
    codes.find((code) => code !== exitCodes.done && code !== exitCodes.partly) ?? Math.max(exitCodes.done, ...codes)
  )
}

async function runUntilInterrupted(session: Session): Promise<number> {
  const { words } = session
  const core = await session.core()
  const told = new Map<number, string>()
  const stopListening = core.events.on('campaign.changed', (campaign) => {
    const news = `${campaign.state} ${campaign.pauseReason ?? ''}`
    const before = told.get(campaign.id)
    told.set(campaign.id, news)
    if (before !== news && !campaign.test) tell(session, campaign, core.clock.now())
  })
  const stopTelling = core.events.on('schedule.skipped', (days) => tellSkipped(session, days))
  await new Promise<void>((resolve) => {
    session.interruption.takeOver(resolve)
    session.answer({ event: 'running' }, () => [words.say('run.started')])
    core.start()
    tellWaiting(session, told).catch((error: unknown) => session.noteFailure(error))
  })
  await core.stopSending()
  stopListening()
  stopTelling()
  session.answer({ event: 'stopped' }, () => [words.say('run.stopped')])
  return exitCodes.done
}

function tell(session: Session, campaign: CampaignView, now: number): void {
  const { id, name, state, recipients, startedAt } = campaign
  if (state === 'paused' || state === 'finished' || state === 'cancelled')
    reportCampaign(session, campaign, startedAt === null ? 0 : (now - startedAt) / 1000)
  else if (state === 'sending')
    session.answer({ event: 'sending', campaign: id, name, recipients }, () => [
      session.words.say('run.sending', { campaign: String(id), name, recipients }),
    ])
}

/** The days on which a campaign with personal dates sent nothing, because Griot was not running. */
function tellSkipped(session: Session, { id, name, from, to, days }: CoreEvents['schedule.skipped']): void {
  const { words } = session
  session.answer({ event: 'skipped', campaign: id, name, from, to, days }, () => [
    words.say('run.skipped', { campaign: String(id), name, days, from: words.day(from), to: words.day(to) }),
  ])
}

/** What waits for a person when it begins: nothing of it goes on by itself. */
async function tellWaiting(session: Session, told: ReadonlyMap<number, string>): Promise<void> {
  const { words } = session
  const page = { states: ['paused' as const], search: '', offset: 0, limit: 200 }
  const { rows } = await session.request('campaigns.page', page)
  for (const { id, name, pauseReason, pauseError } of rows.filter((row: CampaignRow) => !told.has(row.id))) {
    const why = pauseError
      ? errorSentence(pauseError, words.language)
      : pauseReason === null
        ? ''
        : pauseWord(pauseReason, words.language, null)
    session.answer({ event: 'waiting', campaign: id, name, reason: pauseReason }, () => [
      words.say('run.waiting', { campaign: String(id), name, why }),
    ])
  }
}
