/**
 * Nobody is texted twice because of an archive. SMS Presto, batches of 50 whose answers are lost, and an archive that lies
 * about texts, numbers, times, pages, order and entries: whatever it shows, `resolve --from-gateway` followed by
 * `campaign resume` sends nothing again. More runs: GRIOT_ARCHIVE_RUNS=1000.
 */
import { fc } from '@fast-check/vitest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stageCore, type CoreStage } from '../../helpers/core-stage'
import {
  dateLies,
  phoneLies,
  textLies,
  type ArchiveLies,
  type DateLie,
  type PhoneLie,
  type TextLie,
} from '../../helpers/gateways/archive-lies'

const runs = Number(process.env.GRIOT_ARCHIVE_RUNS ?? 15)
const minute = 60_000
const hour = 60 * minute
const text = 'Chère équipe, l\'école "Élite" & <amis> reçoit dès 8h, à l’aube'
const recipients = 120
const batchSize = 50

/** What becomes of each of the three requests. */
type Fate = 'answered' | 'answer_lost' | 'request_lost'

let scene: CoreStage
let campaigns = 0
beforeAll(async () => {
  scene = await stageCore('smspresto')
})
afterAll(() => scene.close())

/** A campaign of its own numbers, long after the one before; the archive has an entry from two days ago. */
async function sendWith(fates: readonly Fate[]): Promise<number> {
  const { gateway } = scene
  gateway.archiveLies = {}
  scene.later(20 * 24 * hour)
  gateway.remember({ phone: '+22501020304', text: 'Autre chose', at: scene.core.clock.now() - 60 * hour })
  campaigns += 1
  const phones = Array.from({ length: recipients }, (_, index) => `+22507${10_000_000 + campaigns * 1000 + index}`)
  for (const [place, fate] of fates.entries()) {
    const first = phones[place * batchSize]?.slice(1) ?? ''
    if (fate === 'answered') continue
    gateway.misbehave(
      { kind: 'reset', at: 'body', accept: fate === 'answer_lost' },
      { matching: ({ body }) => body.includes('sendsms') && body.includes(first) },
    )
  }
  const id = await scene.send(phones, { text })
  // a lost answer may have paused it
  await resume(id)
  return id
}

const askGateway = (id: number) =>
  scene.core.handlers['campaigns.resolve']({ id, how: 'from_gateway', messageIds: null, confirmed: true })

async function resume(id: number): Promise<void> {
  const { can } = await scene.view(id)
  if (!can.resume) return
  await scene.core.handlers['campaigns.resume']({ id })
  await scene.core.campaignEnded(id)
}

function timesAccepted(): Map<string, number> {
  const times = new Map<string, number>()
  for (const { phone, sender } of scene.gateway.log) {
    if (sender !== 'AUTRE') times.set(phone, (times.get(phone) ?? 0) + 1)
  }
  return times
}

async function rowsOf(id: number) {
  const page = { id, states: [], search: '', limit: 200 }
  return (await scene.core.handlers['campaigns.messages']({ ...page, offset: 0 })).rows
}

const usually = <Value>(usual: Value, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })

const lie: fc.Arbitrary<ArchiveLies> = fc.record({
  text: fc.constantFrom(...(Object.keys(textLies) as TextLie[])),
  eachNth: fc.integer({ min: 1, max: 4 }),
  phone: usually<PhoneLie>('none', fc.constantFrom(...(Object.keys(phoneLies) as PhoneLie[]))),
  date: usually<DateLie>('none', fc.constantFrom(...(Object.keys(dateLies) as DateLie[]))),
  order: fc.constantFrom('oldest_first', 'newest_first', 'by_number'),
  doubleEachNth: usually(0, fc.integer({ min: 1, max: 9 })),
  omitEachNth: usually(0, fc.integer({ min: 1, max: 60 })),
  late: usually(0, fc.integer({ min: 1, max: 120 })),
  hoursOff: usually(0, fc.integer({ min: -23, max: 23 })),
  cap: fc.constantFrom(1, 10, 25, 50, 100),
  ignoresOffsets: usually(false, fc.boolean()),
  depth: usually(Number.POSITIVE_INFINITY, fc.integer({ min: 1, max: 200 })),
  nameless: fc.boolean(),
})
const fates = fc.tuple(
  fc.constantFrom<Fate>('answered', 'answer_lost', 'request_lost'),
  fc.constantFrom<Fate>('answer_lost', 'request_lost'),
  fc.constantFrom<Fate>('answered', 'answer_lost', 'request_lost'),
)

describe('an archive that lies', () => {
  it('makes nobody be texted twice, asked again and again with other lies, resumed each time', { timeout: 0 }, () =>
    fc.assert(
      fc.asyncProperty(fates, fc.array(lie, { minLength: 1, maxLength: 3 }), async (happened, lies) => {
        const id = await sendWith(happened)
        for (const each of lies) {
          scene.later(16 * minute)
          scene.gateway.archiveLies = each
          await askGateway(id)
          await resume(id)
        }
        expect([...timesAccepted()].filter(([, times]) => times > 1)).toEqual([])
      }),
      { numRuns: runs },
    ),
  )

  it('that loses no entry proves nobody absent who was accepted, and nobody sent who was not', { timeout: 0 }, () =>
    fc.assert(
      fc.asyncProperty(fates, lie, async (happened, each) => {
        const id = await sendWith(happened)
        scene.later(16 * minute)
        scene.gateway.archiveLies = { ...each, omitEachNth: 0, late: 0 }
        await askGateway(id)
        const accepted = timesAccepted()
        for (const { phone, state, error } of await rowsOf(id)) {
          if (error?.code === 'absent_from_archive') expect([phone, accepted.has(phone)]).toEqual([phone, false])
          if (state === 'accepted') expect([phone, accepted.has(phone)]).toEqual([phone, true])
        }
      }),
      { numRuns: runs },
    ),
  )

  it.each(Object.keys(textLies) as TextLie[])(
    'about its texts (%s) proves nobody absent',
    { timeout: 0 },
    async (how) => {
      const id = await sendWith(['answered', 'answer_lost', 'answered'])
      scene.later(16 * minute)
      scene.gateway.archiveLies = { text: how, eachNth: 3 }
      expect(await askGateway(id)).toMatchObject({ absent: 0 })
      await resume(id)
      expect([...timesAccepted()].filter(([, times]) => times > 1)).toEqual([])
    },
  )

  it.each([
    ...(Object.keys(phoneLies) as PhoneLie[]).map((phone) => ({ phone })),
    ...(Object.keys(dateLies) as DateLie[]).map((date) => ({ date })),
    ...(Object.keys(dateLies) as DateLie[]).map((date) => ({ date, phone: 'no_plus' as const })),
    ...(Object.keys(phoneLies) as PhoneLie[]).map((phone) => ({ phone, text: 'upper' as const })),
    ...(Object.keys(textLies) as TextLie[]).map((text) => ({ text, phone: 'longer' as const })),
    ...(Object.keys(dateLies) as DateLie[]).map((date) => ({ date, phone: 'longer' as const, text: 'cut' as const })),
  ])(
    'only about the numbers, texts or dates of the doubtful (%j) proves nobody absent',
    { timeout: 0 },
    async (lies) => {
      const id = await sendWith(['answered', 'answer_lost', 'answered'])
      scene.later(16 * minute)
      const doubtful = (await rowsOf(id)).filter(({ state }) => state === 'unknown')
      scene.gateway.archiveLies = { ...lies, only: new Set(doubtful.map(({ phone }) => phone)) }
      expect(doubtful).toHaveLength(batchSize)
      expect(await askGateway(id)).toMatchObject({ absent: 0 })
    },
  )
})

describe('an honest archive', () => {
  it('proves sent what arrived and absent what did not, in any page size and order', { timeout: 0 }, async () => {
    for (const honest of [{}, { cap: 25 }, { cap: 7, order: 'newest_first' }, { nameless: true }] as ArchiveLies[]) {
      const arrived = await sendWith(['answered', 'answer_lost', 'answered'])
      scene.later(16 * minute)
      scene.gateway.archiveLies = honest
      expect(await askGateway(arrived)).toMatchObject({ resolved: 50, stillUnknown: 0, absent: 0 })
      const lost = await sendWith(['answered', 'request_lost', 'answered'])
      scene.later(16 * minute)
      scene.gateway.archiveLies = honest
      expect(await askGateway(lost)).toMatchObject({
        resolved: 0,
        stillUnknown: 50,
        absent: 50,
        archive: { end: { complete: true }, doubts: [] },
      })
    }
  })
})
