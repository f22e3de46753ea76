/**
 * `griot send`: draft → recipients → bill → question → sending → report. A draft that is not sent is discarded, so that a
 * dry run, a refusal or a mistake leaves nothing behind.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError, type WireError } from '@shared/errors'
import type { DraftPatch, DraftView } from '@shared/contract/drafts'
import type { SourceInput } from '@shared/contract/recipients'
import { applyMap, foundByItself, moment, positive, readMap } from '../arguments'
import { billDocument, billLines } from '../bill'
import { exitCodes, usageError } from '../failure'
import { findAccount } from '../find-account'
import { followCampaign } from '../follow'
import type { Run } from '../program'
import type { Session } from '../session'

export interface SendOptions {
  readonly account: string
  readonly csv?: string
  readonly group?: string
  readonly to?: readonly string[]
  readonly template?: string
  readonly templateFile?: string
  readonly sender?: string
  readonly name?: string
  readonly country?: string
  readonly map?: readonly string[]
  readonly flash?: boolean
  readonly receipts?: boolean
  readonly rate?: string
  readonly concurrency?: string
  readonly at?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly allowDuplicates?: boolean
  readonly transliterate?: boolean
}

export function sendCommand(program: Command, run: Run): void {
  program
    .command('send')
    .requiredOption('--account <name>')
    .option('--csv <file>')
    .option('--group <group>')
    .option('--to <number...>')
    .option('--template <text>')
    .option('--template-file <file>')
    .option('--sender <sender>')
    .option('--name <campaign>')
    .option('--country <code>')
    .option('--map <mapping...>')
    .option('--flash')
    .option('--receipts')
    .option('--rate <perSecond>')
    .option('--concurrency <requests>')
    .option('--at <time>')
    .option('--dry-run')
    .option('--yes')
    .option('--allow-duplicates')
    .option('--transliterate')
    .action(run(send))
}

/** The text of `--template`, or the whole of `--template-file` without the line break that ends it. */
export async function readTemplate(
  options: Pick<SendOptions, 'template' | 'templateFile'>,
  session: Session,
): Promise<string> {
  if ((options.template === undefined) === (options.templateFile === undefined))
    throw usageError(session.words.say('needs.template'))
  if (options.template !== undefined) return options.template
  const path = options.templateFile ?? ''
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
    return text.replace(/\r?\n$/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const file = basename(path)
    if (code === 'ENOENT') throw new AppError('file_not_found', { file })
    throw new AppError(code === 'EISDIR' ? 'file_is_folder' : 'file_unreadable', { file }, { cause: error })
  }
}

async function readSources(options: SendOptions, session: Session): Promise<readonly SourceInput[]> {
  const sources: SourceInput[] = []
  if (options.csv !== undefined) sources.push({ kind: 'file', path: options.csv, options: foundByItself })
  if (options.group !== undefined) {
    const groups = await session.request('groups.list', undefined)
    const wanted = options.group.toLocaleLowerCase('fr')
    const group = groups.find(({ name }) => name.toLocaleLowerCase('fr') === wanted)
    if (!group) throw new AppError('unknown_group', { group: options.group })
    sources.push({ kind: 'group', groupId: group.id })
  }
  if (options.to !== undefined) sources.push({ kind: 'numbers', phones: [...options.to] })
  if (sources.length === 0) throw usageError(session.words.say('needs.source'))
  return sources
}

/** Reads a source into the draft; where columns were named, once more with that mapping. */
export async function addSource(
  session: Session,
  draftId: number,
  source: SourceInput,
  map: readonly string[] | undefined,
): Promise<DraftView> {
  const wish = readMap(map, session)
  const jobId = `cli-${draftId}`
  if (source.kind !== 'file' || (wish.phone === undefined && wish.name === undefined)) {
    return session.request('drafts.addSource', { id: draftId, source, mapping: null, jobId })
  }
  const settings = await session.request('settings.get', undefined)
  const seen = await session.request('contacts.inspect', { source, country: settings.country })
  const mapping = applyMap(wish, seen.mapping, seen.columns, basename(source.path))
  return session.request('drafts.addSource', { id: draftId, source, mapping, jobId })
}

async function send(session: Session, options: SendOptions): Promise<number> {
  const template = await readTemplate(options, session)
  const account = await findAccount(session, options.account)
  const at = options.at === undefined ? null : moment(options.at)
  if (at !== null && at < Date.now()) throw new AppError('date_past', { date: options.at ?? '' })
  const patch: DraftPatch = {
    accountId: account.id,
    template,
    sender: options.sender ?? account.sender,
    country: (options.country ?? account.country).toUpperCase(),
    flash: options.flash === true,
    receipts: options.receipts === true,
    transliterate: options.transliterate === true,
    allowRepeats: options.allowDuplicates === true,
    ...(options.rate === undefined ? {} : { rate: positive(options.rate, '--rate', session) }),
    ...(options.concurrency === undefined
      ? {}
      : { concurrency: positive(options.concurrency, '--concurrency', session, { whole: true }) }),
  }
  const sources = await readSources(options, session)
  const name = options.name ?? (options.csv ? basename(options.csv).replace(/\.[^.]+$/, '') : (options.group ?? null))
  const draft = await session.request('drafts.create', { name })
  let started = false
  try {
    await session.request('drafts.save', { id: draft.id, patch })
    for (const source of sources) await addSource(session, draft.id, source, options.map)
    const check = await session.request('drafts.checkTemplate', { id: draft.id, template })
    if (check.error) throw withPosition(check.error, check)
    const bill = await session.request('drafts.bill', {
      id: draft.id,
      askBalance: !options.dryRun,
      jobId: `cli-${draft.id}`,
    })
    const current = await session.request('drafts.get', { id: draft.id })
    if (session.json)
      session.terminal.print(JSON.stringify({ event: 'planned', campaign: draft.id, ...billDocument(bill) }))
    else
      for (const line of billLines(bill, { name: current.name, account, sender: current.sender }, session.words))
        session.terminal.print(line)
    // what the gateway says of key and credit pauses the campaign, resumable; only what a person must mend ends here
    const blocker = bill.blockers.find(({ kind }) => kind === 'config' || kind === 'keychain')
    if (blocker) throw new AppError(blocker.code, blocker.params)
    if (options.dryRun) {
      session.terminal.notice(session.words.say('send.dryRun'))
      return exitCodes.done
    }
    if (!options.yes && !(await confirm(session, bill.recipients, bill.typedConfirmation))) {
      session.terminal.notice(session.words.say('ask.refused'))
      return exitCodes.interrupted
    }
    if (at !== null) {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
      await session.request('drafts.schedule', {
        id: draft.id,
        confirmedRecipients: bill.recipients,
        at,
        recurrence: null,
        timeZone,
      })
      started = true
      session.answer({ event: 'scheduled', campaign: draft.id, at: new Date(at).toISOString() }, () => [
        session.words.say('send.scheduled', { campaign: String(draft.id), at: session.words.dateTime(at) }),
      ])
      return exitCodes.done
    }
    const following = await followCampaign(session, draft.id)
    await session.request('drafts.start', { id: draft.id, confirmedRecipients: bill.recipients })
    started = true
    return await following.ended()
  } finally {
    if (!started) await session.request('drafts.discard', { id: draft.id })
  }
}

function withPosition(
  error: WireError,
  check: { line: number | null; column: number | null; suggestion: string | null },
): AppError {
  return new AppError(error.code, {
    ...(check.line === null ? {} : { line: check.line }),
    ...(check.column === null ? {} : { column: check.column }),
    ...(check.suggestion === null ? {} : { suggestion: check.suggestion }),
    ...error.params,
  })
}

async function confirm(session: Session, recipients: number, typed: boolean): Promise<boolean> {
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
