/**
 * `griot run`: on a server, what the window does by itself: scheduled and recurring campaigns, delivery reports, recovery.
 * Until it is interrupted, or once for a cron line.
 */
import type { Command } from 'commander'
import type { CampaignRow, CampaignView } from '@shared/contract/campaigns'
import type { CoreEvents } from '@shared/ipc-contract'
import type { Run } from '../work'
import { exitCodes } from '../failure'
import { pauseSentence, reportCampaign } from '../follow'
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
  let told = 0
  for (const id of moved) {
    const campaign = await session.request('campaigns.get', { id })
    if (campaign.state === 'paused') told += 1
    codes.push(reportCampaign(session, campaign, seconds))
  }
  const page = { states: ['paused' as const], search: '', offset: 0, limit: 1 }
  const { total } = await session.request('campaigns.page', page)
  const waiting = total - told
  session.answer({ event: 'done', campaigns: moved, ...(waiting > 0 ? { waiting } : {}) }, () => [
    ...(moved.length === 0 ? [session.words.say('run.nothing')] : []),
    ...(waiting > 0 ? [session.words.say('run.waitingCount', { count: waiting })] : []),
  ])
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

const pageSize = 200

/** What waits for a person when it begins: nothing of it goes on by itself. */
async function tellWaiting(session: Session, told: ReadonlyMap<number, string>): Promise<void> {
  const { words } = session
  const waiting = new Map<number, CampaignRow>()
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const page = { states: ['paused' as const], search: '', offset, limit: pageSize }
    const answer = await session.request('campaigns.page', page)
    for (const campaign of answer.rows) waiting.set(campaign.id, campaign)
    total = answer.total
  }
  for (const campaign of waiting.values()) {
    const { id, name, pauseReason } = campaign
    if (told.has(id)) continue
    const key = pauseReason === 'list' ? 'run.waitingList' : 'run.waiting'
    session.answer({ event: 'waiting', campaign: id, name, reason: pauseReason }, () => [
      words.say(key, { campaign: String(id), name, why: pauseSentence(campaign, words) }),
    ])
  }
}
