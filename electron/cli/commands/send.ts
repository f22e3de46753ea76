/**
 * `griot send`: draft → recipients → bill → question → sending → report. A draft that is not sent is discarded, so that a
 * dry run, a refusal, a mistake or Ctrl+C leaves nothing behind.
 */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '@shared/errors'
import type { AccountView } from '@shared/contract/accounts'
import { warningsAt, type Bill, type DraftPatch } from '@shared/contract/drafts'
import { withoutInvisibleMarks } from '@shared/domain/invisible-marks'
import { localTimeZone } from '@shared/domain/local-zone'
import type { SourceInput } from '@shared/contract/recipients'
import { warningWord } from '@shared/sentences/sentence'
import { collect, moment, positive } from '../arguments'
import { billDocument, billLines } from '../bill'
import { checkTemplate } from '../check-template'
import { exitCodes, usageError } from '../failure'
import { fileSource, knownCountry, mappingOf, sameNumberOf, withFileOptions, type FileOptions } from '../file-options'
import { findAccount } from '../find-account'
import { findGroup } from '../find-group'
import { followCampaign } from '../follow'
import { noticeSentences } from '../notice-lines'
import { calendarLines, datesAsked, type DateOptions, type DatesAsked } from '../personal-dates'
import type { Run } from '../work'
import type { Session } from '../session'
import { readTemplate, type TemplateOptions } from '../template'

interface SendOptions extends FileOptions, TemplateOptions, DateOptions {
  readonly account: string
  readonly csv?: readonly string[]
  readonly group?: readonly string[]
  readonly to?: readonly string[]
  readonly sender?: string
  readonly name?: string
  readonly flash?: boolean
  readonly receipts?: boolean
  readonly rate?: string
  readonly concurrency?: string
  readonly at?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly allowDuplicates?: boolean
  readonly transliterate?: boolean
  readonly sameNumber?: string
}

export function sendCommand(program: Command, run: Run): void {
  withFileOptions(
    program
      .command('send')
      .requiredOption('--account <NAME>')
      .option('--csv <FILE>', '', collect)
      .option('--group <GROUP>', '', collect)
      .option('--to <NUMBER...>')
      .option('--template <TEXT>')
      .option('--template-file <FILE>')
      .option('--sender <SENDER>')
      .option('--name <CAMPAIGN>')
      .option('--flash')
      .option('--receipts')
      .option('--rate <N>')
      .option('--concurrency <N>')
      .option('--at <TIME>')
      .option('--on <COLUMN>')
      .option('--before <DAYS>')
      .option('--after <DAYS>')
      .option('--hour <TIME>')
      .option('--every-year')
      .option('--late <DAYS>')
      .option('--dry-run')
      .option('--yes')
      .option('--allow-duplicates')
      .option('--transliterate')
      .option('--same-number <CHOICE>'),
  ).action(run(send))
}

async function send(session: Session, options: SendOptions): Promise<number> {
  const template = await readTemplate(options, session)
  const account = await findAccount(session, options.account)
  const at = await startTime(options, session)
  const dates = datesAsked(options, session)
  const patch = patchOf(options, { account, template, session })
  const sources = await readSources(options, session)
  const name = options.name ?? nameOf(options)
  const { id } = await session.request('drafts.create', { name: name?.slice(0, 120) ?? null, temporary: true })
  let started = false
  try {
    await session.request('drafts.save', { id, patch })
    await addSources(session, { id, sources, country: patch.country ?? account.country, options })
    await checkTemplate(session, id, template)
    const bill = await session.request('drafts.bill', { id, askBalance: !options.dryRun, jobId: `cli-${id}` })
    await showBill(session, { id, bill, account, at })
    if (dates !== null) await showCalendar(session, id, dates)
    // what the gateway says of key and credit pauses the campaign, resumable; only what a person must mend ends here
    const blocker = bill.blockers.find(({ kind }) => kind === 'config' || kind === 'keychain')
    if (blocker) throw new AppError(blocker.code, blocker.params)
    if (options.dryRun) {
      session.terminal.notice(session.words.say('send.dryRun'))
      return exitCodes.done
    }
    if (!options.yes && !(await confirm(session, bill))) {
      session.terminal.notice(session.words.say('ask.refused'))
      return exitCodes.interrupted
    }
    const confirmedRecipients = bill.recipients
    if (dates !== null) {
      const { personalDates, recurrence } = dates
      const timeZone = localTimeZone((await session.core()).clock.now())
      const time = { id, confirmedRecipients, at: null, recurrence, timeZone, personalDates }
      await session.request('drafts.schedule', time)
      started = true
      const { scheduledAt } = await session.request('campaigns.get', { id })
      const first = session.words.dateTime(scheduledAt)
      const document = { event: 'scheduled', campaign: id, at: new Date(scheduledAt ?? 0).toISOString(), personalDates }
      session.answer(document, () => [
        session.words.say('send.scheduledDates', { campaign: String(id), at: first, column: personalDates.column }),
      ])
      return exitCodes.done
    }
    if (at !== null) {
      const timeZone = localTimeZone(at)
      await session.request('drafts.schedule', { id, confirmedRecipients, at, recurrence: null, timeZone })
      started = true
      session.answer({ event: 'scheduled', campaign: id, at: new Date(at).toISOString() }, () => [
        session.words.say('send.scheduled', { campaign: String(id), at: session.words.dateTime(at) }),
      ])
      return exitCodes.done
    }
    const following = await followCampaign(session, id)
    await session.request('drafts.start', { id, confirmedRecipients })
    started = true
    return await following.ended()
  } finally {
    if (!started) await session.request('drafts.discard', { id })
  }
}

/** Of the files, else of the groups; null leaves it to core. */
function nameOf({ csv = [], group = [] }: SendOptions): string | null {
  const names = csv.length > 0 ? csv.map((path) => basename(path).replace(/\.[^.]+$/, '')) : group
  return names.length === 0 ? null : withoutInvisibleMarks(names.join(' + '))
}

async function startTime({ at: asked }: SendOptions, session: Session): Promise<number | null> {
  if (asked === undefined) return null
  const at = moment(asked)
  if (at <= (await session.core()).clock.now()) throw new AppError('date_past', { date: asked })
  return at
}

interface Known {
  readonly account: AccountView
  readonly template: string
  readonly session: Session
}

function patchOf(options: SendOptions, { account, template, session }: Known): DraftPatch {
  const { rate, concurrency } = options
  if (options.sender?.trim() === '') throw new AppError('sender_missing')
  return {
    accountId: account.id,
    template,
    sender: options.sender ?? account.sender,
    country: options.country === undefined ? account.country : knownCountry(options.country),
    flash: options.flash === true,
    receipts: options.receipts === true,
    transliterate: options.transliterate === true,
    migrate: options.migrate === true,
    sameNumber: sameNumberOf(options, session),
    allowRepeats: options.allowDuplicates === true,
    ...(rate === undefined ? {} : { rate: positive(rate, '--rate', session) }),
    ...(concurrency === undefined
      ? {}
      : { concurrency: positive(concurrency, '--concurrency', session, { whole: true }) }),
  }
}

async function readSources(options: SendOptions, session: Session): Promise<readonly SourceInput[]> {
  const { csv = [], group = [], to } = options
  refuseUnused(options, session)
  const sources: SourceInput[] = csv.map((path) => fileSource(path, options, session))
  for (const name of group)
    sources.push({ kind: 'group', groupId: (await findGroup(session, name)).id, where: [...(options.where ?? [])] })
  if (to !== undefined) sources.push({ kind: 'numbers', phones: [...to] })
  if (sources.length === 0) throw usageError(session.words.say('needs.source'))
  return sources
}

/** Options that say how a file is read would be dropped without one. */
function refuseUnused({ csv = [], group = [], ...options }: SendOptions, { words }: Session): void {
  if (csv.length > 0) return
  const ofFiles = [
    'map',
    'encoding',
    'delimiter',
    'headerRow',
    'sheet',
    'includeHidden',
    'decimal',
    'dates',
    'secondPhone',
    'numbers',
  ] as const
  const unused = [...ofFiles, 'where' as const].find((name) => options[name] !== undefined)
  if (unused === undefined || (unused === 'where' && group.length > 0)) return
  const option = `--${unused.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw usageError(words.say(unused === 'where' ? 'needs.listFor' : 'needs.fileFor', { option }))
}

interface SourcesToAdd {
  readonly id: number
  readonly sources: readonly SourceInput[]
  readonly country: string
  readonly options: FileOptions
}

/** Where columns were named, the file is looked at before it is read. */
async function addSources(session: Session, { id, sources, country, options }: SourcesToAdd): Promise<void> {
  const { terminal, words } = session
  const stopListening = (await session.core()).events.on('job.progress', ({ done, total }) =>
    terminal.progress(words.percentage(done, total)),
  )
  try {
    for (const source of sources) {
      const mapping = await mappingOf(session, { source, country, options })
      await session.request('drafts.addSource', { id, source, mapping, jobId: `cli-${id}` })
    }
  } finally {
    stopListening()
    terminal.progress('')
  }
}

async function showBill(
  session: Session,
  {
    id,
    bill,
    account,
    at,
  }: { readonly id: number; readonly bill: Bill; readonly account: AccountView; readonly at: number | null },
): Promise<void> {
  const { name, sender, sources } = await session.request('drafts.get', { id })
  const leavesAt = at ?? (await session.core()).clock.now()
  const warnings = warningsAt(bill, leavesAt, localTimeZone(leavesAt))
  const notices = sources.flatMap((source) => noticeSentences(source, session))
  const warned = warnings.map((warning) => ({
    code: warning.code,
    message: warningWord(warning, session.words.language),
  }))
  if (session.json)
    for (const line of [...notices, ...warned.map(({ message }) => `! ${message}`)]) session.terminal.notice(line)
  const labels = sources.map(({ label }) => label)
  const isChosen = sources.some(({ where }) => where.length > 0)
  const filtered = sources.reduce((sum, source) => sum + source.filtered, 0)
  const told = sources.flatMap(({ label, notices: found }) =>
    found.map((notice) => (sources.length > 1 ? { source: label, ...notice } : notice)),
  )
  const more = { notices: told, ...(isChosen ? { filtered } : {}), ...(warned.length > 0 ? { warnings: warned } : {}) }
  session.answer({ event: 'planned', campaign: id, ...billDocument(bill, labels), ...more }, () => [
    ...notices,
    ...billLines({ ...bill, warnings }, { name, account, sender, sources: labels }, session.words),
  ])
}

/** What the dates of the list come to; a dry run says it too. */
async function showCalendar(session: Session, id: number, { personalDates }: DatesAsked): Promise<void> {
  const question = { id, personalDates, timeZone: null, jobId: `cli-${id}` }
  const calendar = await session.request('schedule.calendar', question)
  session.answer({ event: 'calendar', campaign: id, ...calendar }, () => calendarLines(calendar, session.words))
}

async function confirm(session: Session, { recipients, typedConfirmation: typed }: Bill): Promise<boolean> {
  const { terminal, words } = session
  if (!terminal.interactive) throw usageError(words.say('needs.yes'))
  const word = words.say('ask.yes')
  const answer = await terminal.ask(
    typed
      ? words.say('ask.sendTyped', { recipients: String(recipients) })
      : words.say('ask.send', { recipients, word }),
  )
  const given = answer?.trim().toLowerCase() ?? ''
  return typed ? given.replace(/\s/g, '') === String(recipients) : given === word || given === word.charAt(0)
}
