/** `griot campaign …`, `griot resolve`, `griot history`. */
import type { Command } from 'commander'
import { AppError } from '@shared/errors'
import type { CampaignRow, CampaignView, HistoryFilter, MessageRow } from '@shared/contract/campaigns'
import { messageStates, statesMovedBy, type MessageState } from '@shared/domain/message'
import { formatMoney } from '@shared/domain/money'
import { recurrenceWords } from '@shared/sentences/recurrence'
import { absenceDoubtWords, archiveGapWords } from '@shared/sentences/archive'
import { campaignStateWord, messageStateWord } from '@shared/sentences/sentence'
import { joinedWords } from '../bill'
import { campaignId, moment, positive } from '../arguments'
import { complainOf, describeTroubles, exitCodeOf, exitCodes, usageError } from '../failure'
import { followCampaign, pauseSentence, askNight } from '../follow'
import { calendarLines } from '../personal-dates'
import type { Run } from '../work'
import type { Session } from '../session'

const pageSize = 200

export function campaignCommands(program: Command, run: Run): void {
  const campaign = program.command('campaign')
  campaign.command('list').action(run(listCampaigns))
  campaign.command('show <ID>').action(run(showCampaign))
  for (const wish of ['pause', 'cancel'] as const)
    campaign.command(`${wish} <ID>`).action(run((session: Session, id: string) => steer(session, id, wish)))
  campaign.command('resume <ID>').action(run((session: Session, id: string) => goOn(session, id, 'resume')))
  campaign.command('calendar <ID>').action(run(showCalendar))
  campaign.command('look <ID>').option('--file <FILE>').option('--accept').action(run(look))
  campaign
    .command('retry <ID>')
    .option('--failed')
    .action(run((session: Session, id: string) => goOn(session, id, 'retry')))
  campaign.command('export <ID>').requiredOption('--out <FILE>').action(run(exportCampaign))
  program
    .command('resolve <ID>')
    .option('--from-gateway')
    .option('--mark-sent')
    .option('--send-again')
    .option('--absent')
    .option('--yes')
    .action(run(resolve))
  program
    .command('history')
    .option('--number <NUMBER>')
    .option('--text <TEXT>')
    .option('--from <DATE>')
    .option('--to <DATE>')
    .option('--status <STATUS>')
    .option('--limit <N>')
    .action(run(showHistory))
}

const campaignDocument = (campaign: CampaignRow) => ({
  campaign: campaign.id,
  name: campaign.name,
  state: campaign.state,
  reason: campaign.pauseReason,
  account: campaign.account,
  gateway: campaign.gateway,
  sender: campaign.sender,
  recipients: campaign.recipients,
  segments: campaign.segments,
  cost: campaign.cost === null ? null : Number(campaign.cost),
  currency: campaign.currency,
  counts: campaign.counts,
  scheduledAt: isoTime(campaign.scheduledAt),
  recurrence: campaign.recurrence,
  timeZone: campaign.timeZone,
  ...(campaign.personalDates === null ? {} : { personalDates: campaign.personalDates }),
  createdAt: isoTime(campaign.createdAt),
  startedAt: isoTime(campaign.startedAt),
  finishedAt: isoTime(campaign.finishedAt),
})

const isoTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

async function listCampaigns(session: Session): Promise<number> {
  const campaigns: CampaignRow[] = []
  for (;;) {
    const page = await session.request('campaigns.page', {
      states: [],
      search: '',
      offset: campaigns.length,
      limit: pageSize,
    })
    campaigns.push(...page.rows)
    if (page.rows.length === 0 || campaigns.length >= page.total) break
  }
  session.answer(campaigns.map(campaignDocument), () =>
    campaigns.length === 0
      ? [session.words.say('campaign.none')]
      : campaigns.map((campaign) =>
          [
            campaign.id,
            campaignStateWord(campaign.state, session.words.language),
            campaign.name,
            session.words.number(campaign.recipients),
            session.words.dateTime(campaign.createdAt),
          ].join('\t'),
        ),
  )
  return exitCodes.done
}

/** When a scheduled campaign goes out, and how often. */
function scheduleLines({ state, scheduledAt, recurrence, timeZone }: CampaignView, { words }: Session): string[] {
  if (state !== 'scheduled' || scheduledAt === null) return []
  const often = recurrence === null ? [] : [recurrenceWords(recurrence, timeZone, words.language)]
  return [['', words.dateTime(scheduledAt), ...often].join('\t')]
}

function campaignLines(campaign: CampaignView, session: Session): string[] {
  const { words } = session
  const counts = (Object.entries(campaign.counts) as [MessageState, number][]).filter(([, count]) => count > 0)
  return [
    `${campaign.id}\t${campaign.name}\t${campaignStateWord(campaign.state, words.language)}`,
    ...(campaign.state === 'paused' ? [`\t${pauseSentence(campaign, words)}`] : []),
    ...scheduleLines(campaign, session),
    ...counts.map(([state, count]) => `\t${messageStateWord(state, words.language)}\t${words.number(count)}`),
    ...(campaign.joined.rows > 0 ? [`\t${words.say('bill.joined', joinedWords(campaign.joined))}`] : []),
    ...(campaign.cost !== null && campaign.currency !== null
      ? [`\t${words.say('bill.cost')}\t${formatMoney(campaign.cost, campaign.currency, words.language)}`]
      : []),
  ]
}

async function showCampaign(session: Session, id: string): Promise<number> {
  const campaign = await session.request('campaigns.get', { id: campaignId(id) })
  session.answer(
    {
      ...campaignDocument(campaign),
      template: campaign.template,
      excluded: campaign.excluded,
      ...(campaign.joined.rows > 0 && { joined: campaign.joined.rows, joinedMessages: campaign.joined.messages }),
      error: campaign.pauseError,
    },
    () => campaignLines(campaign, session),
  )
  return exitCodes.done
}

async function steer(session: Session, id: string, wish: 'pause' | 'cancel'): Promise<number> {
  const campaign = await session.request(`campaigns.${wish}`, { id: campaignId(id) })
  session.answer(campaignDocument(campaign), () => [
    session.words.say('campaign.changed', {
      campaign: String(campaign.id),
      state: campaignStateWord(campaign.state, session.words.language),
    }),
  ])
  return exitCodes.done
}

/** What a campaign with personal dates will send, from its lists as they are now. */
async function showCalendar(session: Session, id: string): Promise<number> {
  const number = campaignId(id)
  const question = { id: number, personalDates: null, timeZone: null, jobId: `cli-${id}` }
  const calendar = await session.request('schedule.calendar', question)
  session.answer({ campaign: number, ...calendar }, () => calendarLines(calendar, session.words))
  return exitCodes.done
}

/** A recurring campaign that a list paused: the list is read again, or another file in its place. */
async function look(session: Session, id: string, options: { file?: string; accept?: boolean }): Promise<number> {
  const campaign = await session.request('campaigns.lookAgain', {
    id: campaignId(id),
    path: options.file ?? null,
    acceptList: options.accept === true,
    jobId: `cli-${id}`,
  })
  session.answer(campaignDocument(campaign), () => [
    session.words.say('campaign.changed', {
      campaign: String(campaign.id),
      state: campaignStateWord(campaign.state, session.words.language),
    }),
    ...scheduleLines(campaign, session),
  ])
  return exitCodes.done
}

/** Resumes or retries, and stays until the campaign no longer runs here. */
async function goOn(session: Session, id: string, wish: 'resume' | 'retry'): Promise<number> {
  const number = campaignId(id)
  const states: MessageState[] = wish === 'retry' ? ['pending', ...statesMovedBy('retry')] : ['pending']
  const tellNight = await askNight(session, number, states)
  const following = await followCampaign(session, number)
  const { state } =
    wish === 'resume'
      ? await session.request('campaigns.resume', { id: number })
      : await session.request('campaigns.retry', { id: number, confirmedMessages: null })
  // a recurring campaign only waits for its next time
  if (state !== 'scheduled') tellNight()
  return following.ended()
}

async function exportCampaign(session: Session, id: string, { out }: { out: string }): Promise<number> {
  const count = await session.request('campaigns.export', { id: campaignId(id), path: out, states: [] })
  session.answer({ file: out, rows: count }, () => [session.words.say('exported', { count, file: out })])
  return exitCodes.done
}

interface ResolveOptions {
  readonly fromGateway?: boolean
  readonly markSent?: boolean
  readonly sendAgain?: boolean
  readonly absent?: boolean
  readonly yes?: boolean
}

async function resolve(session: Session, id: string, options: ResolveOptions): Promise<number> {
  const { terminal, words } = session
  const ways = [
    options.fromGateway && 'from_gateway',
    options.markSent && 'mark_sent',
    options.sendAgain && 'send_again',
  ].filter((way) => typeof way === 'string')
  const [way] = ways as ('from_gateway' | 'mark_sent' | 'send_again')[]
  if (ways.length !== 1 || !way) throw usageError(words.say('needs.oneWay'))
  if (options.absent && way !== 'send_again') throw usageError(words.say('needs.absentAlone'))
  const how = options.absent ? 'send_absent' : way
  const number = campaignId(id)
  let sendsAgain = false
  if (how === 'send_again' || how === 'send_absent') {
    const plan = await session.request('campaigns.resolve', { id: number, how, messageIds: null, confirmed: false })
    sendsAgain = plan.messages > 0
    if (sendsAgain && !options.yes) {
      if (!terminal.interactive) throw usageError(words.say('needs.yes'))
      const campaign = await session.request('campaigns.get', { id: number })
      const cost =
        plan.cost === null || campaign.currency === null
          ? ''
          : `, ${formatMoney(plan.cost, campaign.currency, words.language)}`
      const answer = await terminal.ask(
        words.say('ask.sendAgain', {
          messages: plan.messages,
          absent: plan.absent,
          segments: plan.segments,
          cost,
          word: words.say('ask.yes'),
        }),
      )
      if (answer?.trim().toLowerCase() !== words.say('ask.yes')) {
        terminal.notice(words.say('ask.refused'))
        return exitCodes.interrupted
      }
    }
  }
  const tellNight = await askNight(session, number, ['pending', 'unknown'])
  const following = sendsAgain ? await followCampaign(session, number) : null
  const result = await session.request('campaigns.resolve', { id: number, how, messageIds: null, confirmed: true })
  if (sendsAgain) tellNight()
  const { resolved, stillUnknown: unknown, absent, archive } = result
  const troubles = describeTroubles(result.troubles, words)
  session.answer({ campaign: number, resolved, unknown, absent, archive, troubles }, () => [
    words.say('resolve.done', { resolved, unknown }),
    ...(absent > 0 ? [words.say('resolve.absent', { absent })] : []),
    ...(archive?.doubts ?? []).map(({ reason, messages }) =>
      words.say('resolve.doubt', { messages, reason: absenceDoubtWords(reason, words.language) }),
    ),
    ...(archive?.end.why ? [archiveGapWords(archive.end, words.language)] : []),
  ])
  if (!session.json) complainOf(troubles, session, 'resolve.unlearned')
  if (following) return following.ended()
  const [first] = result.troubles
  if (first) return exitCodeOf(first.error)
  return result.stillUnknown > 0 ? exitCodes.partly : exitCodes.done
}

interface HistoryOptions {
  readonly number?: string
  readonly text?: string
  readonly from?: string
  readonly to?: string
  readonly status?: string
  readonly limit?: string
}

async function showHistory(session: Session, options: HistoryOptions): Promise<number> {
  const { words } = session
  const { status } = options
  if (status !== undefined && !messageStates.some((state) => state === status))
    throw usageError(words.say('bad.state', { value: status, known: messageStates.join(', ') }))
  const limit = options.limit === undefined ? 100 : positive(options.limit, '--limit', session, { whole: true })
  const filter: HistoryFilter = {
    states: status === undefined ? [] : [status as MessageState],
    search: '',
    phone: options.number ?? null,
    text: options.text ?? null,
    from: options.from === undefined ? null : moment(options.from),
    to: options.to === undefined ? null : moment(options.to, 'end'),
    accountId: null,
    campaignId: null,
  }
  if (filter.from !== null && filter.to !== null && filter.from > filter.to)
    throw new AppError('date_invalid', { date: `${options.from} > ${options.to}` })
  const messages: MessageRow[] = []
  let total = 0
  while (messages.length < limit) {
    const page = await session.request('history.page', {
      ...filter,
      offset: messages.length,
      limit: Math.min(pageSize, limit - messages.length),
    })
    total = page.total
    messages.push(...page.rows)
    if (page.rows.length === 0) break
  }
  session.answer(messages.map(historyDocument), () => [
    ...messages.map((message) =>
      [
        words.dateTime(message.updatedAt),
        message.phone,
        messageStateWord(message.state, words.language),
        message.campaign,
        message.text.replace(/\s+/g, ' '),
      ].join('\t'),
    ),
    words.say('history.count', { shown: messages.length, total }),
  ])
  return exitCodes.done
}

const historyDocument = (message: MessageRow) => ({
  message: message.id,
  campaign: message.campaignId,
  name: message.campaign,
  account: message.account,
  to: message.phone,
  text: message.text,
  encoding: message.encoding,
  segments: message.segments,
  status: message.state,
  attempts: message.attempts,
  gatewayMessageId: message.gatewayMessageId,
  error: message.error?.code ?? null,
  acceptedAt: isoTime(message.acceptedAt),
  updatedAt: isoTime(message.updatedAt),
})
