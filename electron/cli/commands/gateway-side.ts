/** `griot archive`, `griot receipts …`: what the gateways remember and report. */
import type { Command } from 'commander'
import { AppError } from '@shared/errors'
import { isLoopback } from '@shared/domain/loopback'
import type { ArchivePageView, ArchiveReadingEnd, ArchiveRow } from '@shared/contract/gateway-side'
import { archiveGapWords } from '@shared/sentences/archive'
import { day, port } from '../arguments'
import { complainOf, describeTroubles, exitCodeOf, exitCodes } from '../failure'
import { findAccount } from '../find-account'
import type { Run } from '../work'
import type { Session } from '../session'

export function gatewaySideCommands(program: Command, run: Run): void {
  program
    .command('archive <NAME>')
    .requiredOption('--from <DAY>')
    .requiredOption('--to <DAY>')
    .option('--out <FILE>')
    .action(run(showArchive))
  const receipts = program.command('receipts')
  receipts.command('poll [NAME]').action(run(poll))
  receipts.command('address [GATEWAY]').option('--new').option('--public-host <NAME>').action(run(address))
  receipts.command('listen').option('--port <PORT>').option('--host <HOST>').action(run(listen))
}

interface ArchiveOptions {
  readonly from: string
  readonly to: string
  readonly out?: string
}

async function showArchive(session: Session, name: string, options: ArchiveOptions): Promise<number> {
  const { words } = session
  const account = await findAccount(session, name)
  const range = { accountId: account.id, from: day(options.from), to: day(options.to) }
  if (range.from > range.to) throw new AppError('date_invalid', { date: `${range.from} > ${range.to}` })
  if (options.out !== undefined) {
    const { rows: count, end } = await session.request('archive.export', {
      ...range,
      path: options.out,
      jobId: 'cli-archive',
    })
    session.answer({ file: options.out, rows: count, complete: end.complete, why: end.why }, () => [
      words.say('exported', { count, file: options.out ?? '' }),
    ])
    return endOfReading(session, end)
  }
  const rows: ArchiveRow[] = []
  let page: ArchivePageView = await session.request('archive.page', { ...range, cursor: null })
  rows.push(...page.rows)
  while (page.nextCursor !== null) {
    page = await session.request('archive.page', { ...range, cursor: page.nextCursor })
    rows.push(...page.rows)
  }
  session.answer(
    rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), sentAt: iso(row.sentAt) })),
    () => [
      ...rows.map((row) =>
        [
          words.dateTime(row.sentAt ?? row.createdAt),
          row.phone,
          row.status ?? '',
          (row.text ?? '').replace(/\s+/g, ' '),
        ]
          .join('\t')
          .trimEnd(),
      ),
      words.say('archive.count', { count: rows.length }),
    ],
  )
  return endOfReading(session, page.end)
}

/** A reading that may lack entries is said, and exits with 3; one that only could not be checked is as good as any. */
function endOfReading({ terminal, words }: Session, end: ArchiveReadingEnd | null): number {
  if (end === null || end.complete || end.why === 'unchecked') return exitCodes.done
  terminal.complain(archiveGapWords(end, words.language))
  return exitCodes.partly
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

async function poll(session: Session, name: string | undefined): Promise<number> {
  const accountId = name === undefined ? null : (await findAccount(session, name)).id
  const { asked, changed, troubles } = await session.request('receipts.poll', { accountId })
  const { words, json } = session
  const described = describeTroubles(troubles, words)
  session.answer({ asked, changed, troubles: described }, () => [words.say('receipts.polled', { asked, changed })])
  if (!json) complainOf(described, session, 'receipts.unlearned')
  const [first] = troubles
  return first === undefined ? exitCodes.done : exitCodeOf(first.error)
}

async function listen(session: Session, options: { port?: string; host?: string }): Promise<number> {
  const { words } = session
  const { listener } = await session.request('settings.get', undefined)
  const view = await session.request('receipts.listen', {
    enabled: true,
    host: options.host ?? listener.host,
    port: options.port === undefined ? listener.port : port(options.port, session),
    persist: false,
  })
  if (!isLoopback(view.host)) session.terminal.complain(`griot: ${words.say('receipts.open', { host: view.host })}`)
  const shown = new Map<number, number>()
  const known = await session.request('receipts.log', { limit: 500 })
  for (const { id, times } of known) shown.set(id, times)
  const showLogged = async (): Promise<void> => {
    const rows = await session.request('receipts.log', { limit: 50 })
    for (const row of [...rows].reverse()) {
      if (shown.get(row.id) === row.times) continue
      shown.set(row.id, row.times)
      session.answer({ event: 'refused', ...row, at: iso(row.at) }, () => [
        words.say(`receipts.logged.${row.reason}`, { gateway: row.gateway, body: row.body }),
      ])
    }
  }
  const core = await session.core()
  let showing: Promise<void> = Promise.resolve()
  const unsubscribe = core.events.on('data.changed', ({ noun }) => {
    if (noun === 'receipts') showing = showing.then(showLogged)
  })
  await new Promise<void>((resolve) => {
    session.interruption.takeOver(resolve)
    session.answer({ event: 'listening', host: view.host, port: view.port, urls: view.urls }, () => [
      words.say('receipts.listening'),
      ...view.urls.map(({ gateway, url }) => `${gateway}\t${url}`),
    ])
  })
  unsubscribe()
  await showing
  await showLogged()
  const { received } = await session.request('receipts.listener', undefined)
  const refused = [...shown].reduce((sum, [id, times]) => {
    const before = known.find((row) => row.id === id)?.times ?? 0
    return sum + times - before
  }, 0)
  session.answer({ event: 'stopped', received, refused }, () => [
    words.say('receipts.stopped', { received }),
    ...(refused === 0 ? [] : [words.say('receipts.refused', { refused })]),
  ])
  return exitCodes.done
}

interface AddressOptions {
  readonly new?: boolean
  readonly publicHost?: string
}

/** The addresses to give to the gateways; `--new` makes those named (all, where none is) anew. */
async function address(session: Session, name: string | undefined, options: AddressOptions): Promise<number> {
  const { words } = session
  if (options.publicHost !== undefined) await session.request('receipts.publicHost', { host: options.publicHost })
  let view = await session.request('receipts.listener', undefined)
  const named = view.urls.filter(({ id }) => name === undefined || id === name)
  if (named.length === 0) throw new AppError('unknown_gateway', { gateway: name ?? '' })
  let accounts = 0
  if (options.new === true) {
    for (const { id } of named) {
      const made = await session.request('receipts.newAddress', { gateway: id })
      view = made.view
      accounts += made.accounts
    }
  }
  const urls = view.urls.filter(({ id }) => named.some((one) => one.id === id))
  session.answer(
    { publicHost: view.publicHost, urls, ...(options.new === true ? { new: true, accounts } : {}) },
    () => [
      ...urls.map(({ gateway, url }) => `${gateway}\t${url}`),
      ...(options.new === true ? [words.say('receipts.newAddress', { accounts })] : []),
    ],
  )
  return exitCodes.done
}
