/**
 * What a draft costs, from every rendered text: who is sent to, who is left out and why, segments, money, balance before and
 * after, and what stops or should be known. rows = recipients + everybody left out. Memory does not grow with the list.
 */
import type { BilledJoins, Bill, BillWarning, Excluded } from '@shared/contract/drafts'
import { conditionCells, type ConditionCell, type ConditionCount } from '@shared/contract/recipients'
import type { BalanceView } from '@shared/contract/accounts'
import { typedConfirmationAbove } from '@shared/domain/campaign'
import { compareMoney, multiplyMoney, subtractMoney } from '@shared/domain/money'
import { maxSegments } from '@shared/domain/segment'
import { AppError, wireError, type WireError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { StoredAccount } from '../storage/account'
import type { Job } from '../jobs'
import { readDraft, type Draft } from '../storage/draft'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { refuseDoubt } from '../recipients/choose/row-filter'
import { ConditionTallies } from './condition-tallies'
import { billBalance } from './bill-balance'
import { CostlyTexts } from './costly-texts'
import { excludedOf } from './excluded'
import { foreignPlaceholder } from './foreign-placeholders'
import { textSetting, textWriter, type TextSetting, type TextWriter } from './message-text'
import { readinessOf, type Readiness } from './readiness'
import { tooLong } from './plan-messages'
import { JoinedTally, walkedRows } from './same-number'
import { walkRecipients } from './walk-recipients'

interface Sums {
  readonly recipients: number
  readonly excluded: Excluded
  readonly joined: BilledJoins
  readonly segments: number
  readonly min: number
  readonly max: number
  readonly gsm7: number
  readonly ucs2: number
  readonly costly: CostlyTexts
  /** Recipients by the first digits of their numbers. */
  readonly places: ReadonlyMap<string, number>
  readonly blockers: readonly WireError[]
  readonly conditions: readonly ConditionCount[]
}

const manySegments = 3

/** Throws AppError unknown_campaign, campaign_state, cancelled; everything else that is wrong is a blocker of the bill. */
export async function makeBill(
  context: CoreContext,
  request: { id: number; askBalance: boolean },
  job: Job,
): Promise<Bill> {
  const { db } = context
  const draft = readDraft(db, request.id)
  const sources = readySources(db, request.id)
  const readiness = await readinessOf(context, draft, job.signal)
  const sums = await addUp(context, { draft, sources, job })
  const { account } = readiness
  const price = account?.price ?? null
  const cost = price === null ? null : multiplyMoney(price, sums.segments)
  const asked = await billBalance(context, readiness, request.askBalance)
  const balance = balanceLine(asked.balance, { account, segments: sums.segments, cost })
  const blockers = [...sums.blockers, ...readiness.blockers, ...asked.blockers]
  if (sums.recipients === 0) blockers.unshift(wireError('no_recipients'))
  return {
    recipients: sums.recipients,
    excluded: sums.excluded,
    joined: sums.joined,
    conditions: sums.conditions,
    segments: sums.segments,
    segmentsPerMessage: { min: sums.min, max: sums.max },
    gsm7Messages: sums.gsm7,
    ucs2Messages: sums.ucs2,
    costly: sums.costly.list(price),
    savableSegments: sums.costly.savable,
    savableInText: sums.costly.savableInText(price),
    price,
    cost,
    savableCost: price === null ? null : multiplyMoney(price, sums.costly.savable),
    currency: account?.currency ?? '',
    balance: balance?.line ?? null,
    enough: balance?.enough ?? null,
    blockers,
    warnings: warningsOf({
      draft,
      readiness,
      sums,
      enough: balance?.enough ?? null,
      price,
      balance: asked.warnings,
    }),
    quiet: { quietHours: context.settings().quietHours, places: Object.fromEntries(sums.places) },
    typedConfirmation: sums.recipients > Math.min(context.settings().confirmAbove, typedConfirmationAbove),
  }
}

async function addUp(
  context: CoreContext,
  bill: { readonly draft: Draft; readonly sources: readonly StoredSource[]; readonly job: Job },
): Promise<Sums> {
  const { draft, sources, job } = bill
  const setting = textSetting(context, draft, sources)
  const { writer, problem } = writerOrProblem(draft, setting)
  const left = { optedOut: 0, emptyField: 0, repeated: 0 }
  const costly = new CostlyTexts(problem === null && !draft.transliterate ? draft.template : '', (template) =>
    writerOrNull(template, setting),
  )
  const tallies = new ConditionTallies(writer)
  const joined = new JoinedTally()
  const unsummed = { count: 0, cells: [] as ConditionCell[] }
  const total = walkedRows(draft, sources)
  const blockers: WireError[] = problem === null ? [] : [problem]
  const places = new Map<string, number>()
  let done = 0
  let recipients = 0
  let segments = 0
  let min = Number.POSITIVE_INFINITY
  let max = 0
  let ucs2 = 0
  for await (const page of walkRecipients(context, { draft, sources, writer, signal: job.signal })) {
    for (const { source, verdict, message, recipient, joinedLines, unsummed: cells, readAs } of page) {
      for (const { column: _column, ...cell } of verdict === 'optedOut' ? [] : cells) {
        unsummed.count += 1
        if (unsummed.cells.length < conditionCells) unsummed.cells.push(cell)
      }
      if (verdict !== 'send') {
        left[verdict] += 1 + joinedLines.length
        continue
      }
      joined.add(joinedLines)
      const { measure } = message
      tallies.add({ source, recipient, readAs })
      recipients += 1
      const place = recipient.phone.slice(1, 4)
      places.set(place, (places.get(place) ?? 0) + 1)
      segments += measure.segments
      if (measure.segments < min) min = measure.segments
      if (measure.segments > max) {
        // the first text that is too long is named; planning refuses it too
        if (measure.segments > maxSegments && max <= maxSegments) {
          blockers.push(
            wireError(
              'message_too_long',
              tooLong(source, sources, { line: recipient.line, segments: measure.segments }),
            ),
          )
        }
        max = measure.segments
      }
      if (measure.encoding === 'UCS-2') {
        ucs2 += 1
        costly.add(message, recipient, readAs)
      }
    }
    done += page.length
    job.progress(done, total)
  }
  const conditions = tallies.counts()
  const doubt = doubtOf(conditions)
  if (doubt !== null) blockers.push(doubt)
  const gsm7 = problem === null ? recipients - ucs2 : 0
  return {
    recipients,
    excluded: excludedOf(draft, sources, left),
    joined: { ...joined.counts(), unsummed },
    segments,
    min: recipients === 0 ? 0 : min,
    max,
    gsm7,
    ucs2,
    costly,
    conditions,
    places,
    blockers,
  }
}

/** Why nothing can be sent before the person says how a number is read; null where nothing depends on it. */
function doubtOf(conditions: readonly ConditionCount[]): WireError | null {
  try {
    for (const count of conditions) refuseDoubt(count)
    return null
  } catch (error) {
    if (error instanceof AppError) return error.toWire()
    throw error
  }
}

/** A text that cannot be rendered costs nothing yet: the bill then counts recipients only. */
function writerOrProblem(draft: Draft, setting: TextSetting): { writer: TextWriter; problem: WireError | null } {
  try {
    return { writer: textWriter(draft, setting), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const measure = { encoding: 'GSM-7', units: 0, segments: 0, perSegment: 160, remaining: 160 } as const
    // any text that is not blank: blank ones are left out as empty
    const unwritten = { text: '{{', measure, missing: [] }
    return {
      writer: { placeholders: [], conditions: [], columns: new Set(), write: () => unwritten },
      problem: error.toWire(),
    }
  }
}

function writerOrNull(template: string, setting: TextSetting): TextWriter | null {
  try {
    return textWriter({ template, transliterate: false }, setting)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

interface BalanceLine {
  readonly line: NonNullable<Bill['balance']>
  readonly enough: boolean | null
}

/** `after` in the balance's own unit: segments for credit in SMS, money where the currency is the account's. */
function balanceLine(
  view: BalanceView | null,
  bill: { readonly account: StoredAccount | null; readonly segments: number; readonly cost: string | null },
): BalanceLine | null {
  const before = view?.balance ?? null
  const unit = view?.unit ?? null
  if (view === null || before === null || unit === null) return null
  const { takenAt } = view
  const needed = unit === 'sms' ? String(bill.segments) : unit === bill.account?.currency ? bill.cost : null
  if (needed === null) return { line: { before, unit, after: null, takenAt }, enough: null }
  return {
    line: { before, unit, after: subtractMoney(before, needed), takenAt },
    enough: compareMoney(before, needed) >= 0,
  }
}

interface Known {
  readonly draft: Draft
  readonly readiness: Readiness
  readonly sums: Sums
  readonly enough: boolean | null
  readonly price: string | null
  readonly balance: readonly BillWarning[]
}

function warningsOf({ draft, readiness, sums, enough, price, balance }: Known): BillWarning[] {
  const { account, gateway } = readiness
  const warnings: BillWarning[] = []
  const warn = (code: BillWarning['code'], params: BillWarning['params'] = {}): void => {
    warnings.push({ code, params })
  }
  if (gateway?.provider.description.sandbox === true) warn('rehearsal')
  if (enough === false) warn('balance_low')
  warnings.push(...balance)
  if (account !== null && price === null) warn('no_price')
  if (sums.excluded.repeated > 0) warn('repeated', { count: sums.excluded.repeated })
  if (sums.excluded.emptyField > 0) warn('empty_fields', { count: sums.excluded.emptyField })
  const foreign = foreignPlaceholder(draft.template, draft.columns)
  if (foreign !== null) warn('foreign_placeholder', { text: foreign })
  if (sums.joined.unsummed.count > 0) warn('unsummed', { count: sums.joined.unsummed.count })
  if (sums.max >= manySegments) warn('many_segments', { max: sums.max })
  if (sums.costly.savable > 0) warn('ucs2', { messages: sums.ucs2, segments: sums.costly.savable })
  if (draft.sender !== null && account !== null && draft.sender !== account.sender)
    warn('sender_rules', { sender: draft.sender })
  return warnings
}
