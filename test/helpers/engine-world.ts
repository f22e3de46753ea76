/**
 * Several Griot processes over one real database file, a gateway that keeps a ledger, and a clock that only a test moves:
 * the stage of the engine's model-based test. A process can be killed (nothing of it happens any more, its file handle is
 * gone), stalled (as a suspended computer would be) and woken, and started again.
 *
 * The ledger is the plain model: per number what the gateway may have, written down when a request arrives and when its
 * answer is delivered. It throws `Violation` at the very moment at which a promise is broken.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { campaignWishHandlers, type WishHandlers } from '@core/campaigns/campaign-handlers'
import { createEngine, type Engine } from '@core/campaigns/engine'
import { createTeller } from '@core/campaigns/tell'
import type { Clock } from '@core/clock'
import type { CoreContext } from '@core/context'
import type { Provider, SendOutcome } from '@core/providers/provider'
import type { CampaignState } from '@shared/domain/campaign'
import { wireError } from '@shared/errors'
import { accepted, insertCampaign, phoneOf, scriptGateway } from './campaign-fixture'
import { createTestContext, type TestContext } from './core-context'
import { createManualClock, type ManualClock } from './manual-clock'

export class Violation extends Error {}

/** How the gateway and the network behave for now. */
export type Mood = 'fine' | 'offline' | 'wrong_key' | 'lossy' | 'limited' | 'hanging'

/** What the gateway may have of a number: nothing, a refusal, or a message. */
type Ledger = 'nothing' | 'refused' | 'maybe'

export interface WorldOptions {
  readonly messages: number
  readonly batchSize: number
  readonly concurrency: number
  readonly seed: number
}

export interface GriotProcess {
  readonly engine: Engine
  readonly wishes: WishHandlers
  readonly context: CoreContext
}

interface Running extends GriotProcess {
  readonly test: TestContext
  alive: boolean
  /** What would have happened while the process was stalled; null when it is not. */
  held: (() => void)[] | null
  inFlight: number
}

export interface World {
  readonly clock: ManualClock
  readonly campaignId: number
  readonly optedOut: ReadonlySet<string>
  mood: Mood
  process(index: number): GriotProcess | null
  isStalled(index: number): boolean
  start(index: number): void
  kill(index: number): void
  stall(index: number): void
  wake(index: number): void
  quit(index: number): Promise<void>
  optOut(phone: string): void
  /** A person told this process to send: it may have taken the campaign from a live one whose lease looked old. */
  excuseTakeOver(index: number): void
  /** A person asked for failed and refused ones to be tried again. */
  forgetRefusals(): void
  /** Sets the computer's clock forward or back. */
  jump(byMs: number): void
  state(): CampaignState
  rows(): readonly { readonly phone: string; readonly state: string }[]
  ledgerOf(phone: string): Ledger
  /** Numbers that the gateway really accepted, in order. */
  readonly accepted: readonly string[]
  /** Throws the first broken promise. */
  check(): void
  /** As many doubtful messages as the world's events can excuse. */
  excusedUnknowns(): number
  close(): void
}

/** Small, fast and repeatable: the same seed gives the same gateway. */
function createDice(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

export function createWorld({ messages, batchSize, concurrency, seed }: WorldOptions): World {
  const folder = mkdtempSync(join(tmpdir(), 'griot-model-'))
  const base = createManualClock()
  const dice = createDice(seed)
  const ledger = new Map<string, Ledger>()
  const optedOut = new Set<string>()
  const acceptedPhones: string[] = []
  const running: (Running | null)[] = [null, null]
  const broken: string[] = []
  const holders = new Map<unknown, Running>()
  let skewMs = 0
  let mood: Mood = 'fine'
  let excused = 0

  /** Runs `work` in the life of a process: never once it is dead, later while it is stalled. */
  const inLife = (of: () => Running | null, work: () => void): void => {
    const process = of()
    if (!process?.alive) return
    if (process.held) process.held.push(work)
    else work()
  }

  const outcomeFor = (phone: string): { outcome: SendOutcome; arrived: boolean } => {
    const luck = dice()
    switch (mood) {
      case 'offline':
        return { outcome: { kind: 'not_sent', error: wireError('host_not_found'), retryAfterMs: null }, arrived: false }
      case 'wrong_key':
        return { outcome: { kind: 'not_sent', error: wireError('auth'), retryAfterMs: null }, arrived: false }
      case 'limited':
        if (luck < 0.7)
          return { outcome: { kind: 'not_sent', error: wireError('rate_limited'), retryAfterMs: 2000 }, arrived: false }
        break
      case 'lossy':
        if (luck < 0.3)
          return { outcome: { kind: 'unknown', error: wireError('connection_cut') }, arrived: luck < 0.15 }
        if (luck < 0.5)
          return {
            outcome: { kind: 'not_sent', error: wireError('connection_lost'), retryAfterMs: null },
            arrived: false,
          }
        break
      case 'hanging':
      case 'fine':
        break
    }
    if (phone.endsWith('3')) {
      return {
        outcome: { kind: 'rejected', error: wireError('invalid_recipient'), gatewayStatus: '102' },
        arrived: false,
      }
    }
    if (phone.endsWith('7') && luck < 0.3) {
      return { outcome: { kind: 'rejected', error: wireError('text_refused'), gatewayStatus: '103' }, arrived: false }
    }
    return { outcome: accepted, arrived: true }
  }

  const providerOf = (of: () => Running | null): Provider => {
    const { description } = scriptGateway(() => accepted, { batchSize }).provider
    return {
      description,
      send({ signal }, { messages: sent }) {
        const process = of()
        if (!process?.alive) broken.push('a dead process sent')
        const state = worldState()
        for (const { phone } of sent) {
          if (ledger.get(phone) === 'maybe') broken.push(`${phone} was sent twice`)
          if (ledger.get(phone) === 'refused') broken.push(`${phone} was sent again though it was refused`)
          if (optedOut.has(phone)) broken.push(`${phone} was sent after opting out`)
          ledger.set(phone, 'maybe')
        }
        const holder = readHolder.get(campaignId)
        if (process && (holders.get(holder) ?? process) !== process)
          broken.push('sent under the lease of another process')
        if (process) holders.set(holder, process)
        if (state !== 'sending') broken.push(`sent while the campaign was ${state}`)
        if (process) {
          process.inFlight += sent.length
          if (process.inFlight > concurrency * batchSize) broken.push(`${process.inFlight} messages in flight`)
        }
        // a batch is refused or lost as one, as real ones are
        const whole = outcomeFor(sent[0]?.phone ?? '')
        const results = sent.map(({ phone }) =>
          whole.outcome.kind === 'not_sent' || whole.outcome.kind === 'unknown' ? whole : outcomeFor(phone),
        )
        for (const [index, { arrived }] of results.entries()) if (arrived) acceptedPhones.push(sent[index]?.phone ?? '')
        const isHanging = mood === 'hanging'
        return new Promise((resolve) => {
          let answered = false
          const deliver = (outcomes: readonly SendOutcome[]): void =>
            inLife(of, () => {
              if (answered) return
              answered = true
              if (process) process.inFlight -= sent.length
              for (const [index, outcome] of outcomes.entries()) {
                const phone = sent[index]?.phone ?? ''
                if (outcome.kind === 'not_sent') ledger.set(phone, 'nothing')
                else if (outcome.kind === 'rejected') ledger.set(phone, 'refused')
                else if (outcome.kind === 'unknown') excused += 1
              }
              resolve({ outcomes, balance: null })
            })
          signal.addEventListener('abort', () =>
            deliver(sent.map(() => ({ kind: 'unknown', error: wireError('interrupted_sending') }))),
          )
          // the HTTP client gives up after a minute
          if (isHanging) {
            base.after(60_000, () => deliver(sent.map(() => ({ kind: 'unknown', error: wireError('no_answer') }))))
          } else {
            base.after(20 + Math.floor(dice() * 1500), () => deliver(results.map(({ outcome }) => outcome)))
          }
        })
      },
    }
  }

  const begin = (index: number): void => {
    const of = (): Running | null => self
    const clock: Clock = {
      now: () => base.now() + skewMs,
      monotonic: () => base.monotonic(),
      after: (delayMs, callback) => base.after(delayMs, () => inLife(of, callback)),
      soon: (callback) => base.soon(() => inLife(of, callback)),
    }
    const provider = providerOf(of)
    const test = createTestContext({ gateways: [provider], dataDir: folder })
    const teller = createTeller({ ...test, clock, gateways: [provider], firstSequence: 0 })
    const context: CoreContext = { ...test, clock, teller }
    const engine = createEngine(context, { resumeOffline: true, random: dice, drainMs: 5000 })
    const wishes = campaignWishHandlers(context, engine)
    const self: Running = { engine, wishes, context, test, alive: true, held: null, inFlight: 0 }
    running[index] = self
    // the window's heartbeat
    const beat = (): void => {
      if (self.alive) engine.recover()
      clock.after(1000, beat)
    }
    beat()
  }

  const observer = createTestContext({ dataDir: folder })
  const campaignId = insertCampaign({ ...observer, clock: { ...base, now: () => base.now() } }, messages, {
    concurrency,
  })
  observer.db.prepare(`UPDATE campaign SET state = 'paused', pause_reason = 'person'`).run()
  observer.db.prepare('UPDATE message SET segments = 1 + id % 3').run()
  const readState = observer.db.prepare('SELECT state FROM campaign WHERE id = ?').pluck()
  const worldState = (): CampaignState => readState.get(campaignId) as CampaignState
  const readHolder = observer.db.prepare('SELECT holder FROM lease WHERE campaign_id = ?').pluck()
  const readRows = observer.db.prepare('SELECT phone, state FROM message WHERE campaign_id = ? ORDER BY id')
  // what message_count says beside a count of the messages, wherever they differ
  const wrongCounts = observer.db.prepare(
    `SELECT counted.state, counted.messages, count(message.id) AS recounted, counted.segments, total(message.segments) AS summed
     FROM message_count AS counted LEFT JOIN message ON message.campaign_id = counted.campaign_id AND message.state = counted.state
     WHERE counted.campaign_id = ? GROUP BY counted.state HAVING counted.messages <> recounted OR counted.segments <> summed`,
  )
  const rows = (): { phone: string; state: string }[] => readRows.all(campaignId) as { phone: string; state: string }[]
  for (let index = 0; index < messages; index += 1) ledger.set(phoneOf(index), 'nothing')

  /** What is in flight in every process but this one: a take-over makes it doubtful until its answer comes. */
  const inFlightBeside = (index: number): number =>
    running.reduce((sum, process, other) => sum + (other === index ? 0 : (process?.inFlight ?? 0)), 0)

  const end = (process: Running): void => {
    process.alive = false
    process.test.db.close()
  }

  return {
    clock: base,
    campaignId,
    optedOut,
    accepted: acceptedPhones,
    get mood() {
      return mood
    },
    set mood(next) {
      mood = next
    },
    process: (index) => running[index] ?? null,
    isStalled: (index) => (running[index]?.held ?? null) !== null,
    start: begin,
    kill(index) {
      const process = running[index]
      if (!process) return
      excused += process.inFlight
      end(process)
      running[index] = null
    },
    stall(index) {
      const process = running[index]
      if (!process || process.held) return
      excused += process.inFlight
      process.held = []
    },
    wake(index) {
      const process = running[index]
      const held = process?.held
      if (!process || !held) return
      process.held = null
      for (const work of held) work()
    },
    async quit(index) {
      const process = running[index]
      if (!process) return
      const life = { isClosed: false }
      const closing = process.engine.close().then(() => (life.isClosed = true))
      for (let step = 0; step < 100 && !life.isClosed; step += 1) await base.advance(200)
      await closing
      end(process)
      running[index] = null
    },
    optOut(phone) {
      optedOut.add(phone)
      observer.db
        .prepare(`INSERT OR IGNORE INTO opt_out (phone, source, created_at) VALUES (?, 'person', 0)`)
        .run(phone)
    },
    excuseTakeOver: (index) => void (excused += inFlightBeside(index)),
    forgetRefusals() {
      for (const { phone, state } of rows()) {
        if (state === 'pending' && ledger.get(phone) === 'refused') ledger.set(phone, 'nothing')
      }
    },
    jump: (byMs) => void (skewMs += byMs),
    state: worldState,
    rows,
    ledgerOf: (phone) => ledger.get(phone) ?? 'nothing',
    excusedUnknowns: () => excused,
    check() {
      const [first] = broken
      if (first !== undefined) throw new Violation(first)
      const all = rows()
      if (all.length !== messages) throw new Violation(`${all.length} rows for ${messages} recipients`)
      if (new Set(acceptedPhones).size !== acceptedPhones.length) throw new Violation('accepted twice')
      const wrong = wrongCounts.all(campaignId)
      if (wrong.length > 0) throw new Violation(`counts are not a recount: ${JSON.stringify(wrong)}`)
      const unknowns = all.filter(({ state }) => state === 'unknown').length
      if (unknowns > excused) throw new Violation(`${unknowns} doubtful, ${excused} excused`)
    },
    close() {
      for (const process of running) if (process) end(process)
      observer.db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
