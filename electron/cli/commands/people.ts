/** `griot import`, `griot contacts …`, `griot optout …`. */
import { Option, type Command } from 'commander'
import { AppError } from '@shared/errors'
import type { ContactFilter, ContactRow, OptOutRow } from '@shared/contract/contacts'
import { exitCodes, usageError } from '../failure'
import { countryOf, fileSource, mappingOf, withFileOptions, type FileOptions } from '../file-options'
import { findGroup } from '../find-group'
import type { Run } from '../work'
import type { Session } from '../session'
import { inspectDocument, inspectLines } from './inspect'

const pageSize = 200
const jobId = 'cli'
const everybody: ContactFilter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }
const newestFirst = { search: '', sort: 'date', descending: true } as const

export function peopleCommands(program: Command, run: Run): void {
  withFileOptions(program.command('import <FILE>'))
    .option('--group <GROUP>')
    .option('--rejects <FILE>')
    .addOption(sameNumber())
    .action(run(importContacts))

  const contacts = program.command('contacts')
  contacts.command('list').option('--search <TEXT>').option('--group <GROUP>').action(run(listContacts))
  contacts
    .command('export')
    .requiredOption('--out <FILE>')
    .option('--search <TEXT>')
    .option('--group <GROUP>')
    .action(run(exportContacts))
  contacts.command('remove <NUMBER...>').option('--country <CODE>').action(run(removeContacts))

  const optOut = program.command('optout')
  optOut.command('add <NUMBER...>').option('--reason <TEXT>').option('--country <CODE>').action(run(addOptOuts))
  optOut.command('remove <NUMBER...>').option('--country <CODE>').action(run(removeOptOuts))
  optOut.command('list').action(run(listOptOuts))
  withFileOptions(optOut.command('import <FILE>'))
    .option('--reason <TEXT>')
    .option('--rejects <FILE>')
    .addOption(sameNumber())
    .action(run(importOptOuts))
  optOut.command('export').requiredOption('--out <FILE>').option('--search <TEXT>').action(run(exportOptOuts))
}

/** Known so that it can be refused in words: contacts are one for each number. */
const sameNumber = (): Option => new Option('--same-number <CHOICE>').hideHelp()

interface ImportOptions extends FileOptions {
  readonly sameNumber?: string
  readonly group?: string
  readonly rejects?: string
  readonly reason?: string
}

async function importContacts(session: Session, path: string, options: ImportOptions): Promise<number> {
  const file = await readingOf(session, path, options)
  const groupName = options.group ?? null
  const result = await withProgress(session, () =>
    session.request('contacts.import', { ...file, migrate: options.migrate === true, groupName }),
  )
  const { added, updated, unchanged, optedOut } = result
  session.answer({ ...inspectDocument(result.source), added, updated, unchanged, optedOut }, () => [
    ...inspectLines(result.source, session),
    session.words.say('import.done', { added, updated, unchanged, optedOut }),
  ])
  return exitCodes.done
}

/** What both imports are asked for. */
async function readingOf(session: Session, path: string, options: ImportOptions) {
  if (options.sameNumber !== undefined) throw usageError(session.words.say('import.sameNumber'))
  const source = fileSource(path, options, session)
  const country = await countryOf(options, session)
  const mapping = await mappingOf(session, { source, country, options })
  return { source, country, mapping, rejectsPath: options.rejects ?? null, jobId }
}

/** Shows how far core is while it works. */
async function withProgress<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  const { terminal, words } = session
  const stopListening = (await session.core()).events.on('job.progress', ({ done, total }) =>
    terminal.progress(words.percentage(done, total)),
  )
  try {
    const result = await work()
    terminal.progress('')
    return result
  } finally {
    stopListening()
  }
}

interface ListOptions {
  readonly search?: string
  readonly group?: string
}

async function filterOf({ search = '', group }: ListOptions, session: Session): Promise<ContactFilter> {
  if (group === undefined) return { ...everybody, search }
  return { ...everybody, search, groupId: (await findGroup(session, group)).id }
}

async function listContacts(session: Session, options: ListOptions): Promise<number> {
  const filter = await filterOf(options, session)
  const contacts: ContactRow[] = []
  for (;;) {
    const page = await session.request('contacts.page', { ...filter, offset: contacts.length, limit: pageSize })
    contacts.push(...page.rows)
    if (page.rows.length === 0 || contacts.length >= page.total) break
  }
  session.answer(
    contacts.map(({ phone, name, fields, groups, optedOut }) => ({ phone, name, fields, groups, optedOut })),
    () => [
      ...contacts.map(({ phone, name, groups }) => [phone, name, groups.join(', ')].join('\t').trimEnd()),
      session.words.say('contacts.count', { count: contacts.length }),
    ],
  )
  return exitCodes.done
}

async function exportContacts(session: Session, options: ListOptions & { out: string }): Promise<number> {
  const count = await session.request('contacts.export', {
    selection: { filter: await filterOf(options, session), except: [] },
    path: options.out,
    jobId,
  })
  session.answer({ file: options.out, rows: count }, () => [
    session.words.say('exported', { count, file: options.out }),
  ])
  return exitCodes.done
}

async function removeContacts(
  session: Session,
  numbers: readonly string[],
  options: { country?: string },
): Promise<number> {
  const country = await countryOf(options, session)
  const ids: number[] = []
  for (const number of numbers) {
    const contact = await session.request('contacts.find', { phone: number, country })
    if (!contact) throw new AppError('unknown_contact', { phone: number })
    ids.push(contact.id)
  }
  const { count } = await session.request('contacts.remove', { selection: { ids }, jobId })
  session.answer({ removed: count }, () => [session.words.say('contacts.removed', { count })])
  return exitCodes.done
}

async function addOptOuts(
  session: Session,
  phones: readonly string[],
  options: { reason?: string; country?: string },
): Promise<number> {
  const { count } = await session.request('optOuts.add', {
    phones: [...phones],
    reason: options.reason ?? '',
    country: await countryOf(options, session),
    jobId,
  })
  session.answer({ added: count }, () => [session.words.say('optout.added', { count })])
  return exitCodes.done
}

async function removeOptOuts(
  session: Session,
  phones: readonly string[],
  options: { country?: string },
): Promise<number> {
  const { count } = await session.request('optOuts.remove', {
    selection: { phones: [...phones], country: await countryOf(options, session) },
    jobId,
  })
  session.answer({ removed: count }, () => [session.words.say('optout.removed', { count })])
  return exitCodes.done
}

async function listOptOuts(session: Session): Promise<number> {
  const optOuts: OptOutRow[] = []
  for (;;) {
    const page = await session.request('optOuts.page', { ...newestFirst, offset: optOuts.length, limit: pageSize })
    optOuts.push(...page.rows)
    if (page.rows.length === 0 || optOuts.length >= page.total) break
  }
  session.answer(
    optOuts.map(({ phone, name, reason, source, createdAt }) => ({
      phone,
      name,
      reason,
      source,
      createdAt: new Date(createdAt).toISOString(),
    })),
    () => [
      ...optOuts.map(({ phone, name, reason }) => [phone, name ?? '', reason].join('\t').trimEnd()),
      session.words.say('optout.count', { count: optOuts.length }),
    ],
  )
  return exitCodes.done
}

async function importOptOuts(session: Session, path: string, options: ImportOptions): Promise<number> {
  const file = await readingOf(session, path, options)
  const reason = options.reason ?? ''
  const result = await withProgress(session, () => session.request('optOuts.import', { ...file, reason }))
  session.answer({ ...inspectDocument(result.source), added: result.added, unchanged: result.unchanged }, () => [
    ...inspectLines(result.source, session),
    session.words.say('optout.added', { count: result.added }),
  ])
  return exitCodes.done
}

async function exportOptOuts(session: Session, options: { out: string; search?: string }): Promise<number> {
  const count = await session.request('optOuts.export', {
    selection: { search: options.search ?? '', except: [] },
    path: options.out,
    jobId,
  })
  session.answer({ file: options.out, rows: count }, () => [
    session.words.say('exported', { count, file: options.out }),
  ])
  return exitCodes.done
}
