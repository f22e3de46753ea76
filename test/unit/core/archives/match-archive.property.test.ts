import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { matchArchive, proofAfterMs, proofBeforeMs, type MatchableMessage } from '@core/archives/match-archive'
import type { ArchiveEntry } from '@core/providers/provider'

const at = 1_795_334_400_000
const hour = 3_600_000
const entryOf = (phone: string, text: string | null, id: string | null, when: number | null = at): ArchiveEntry => ({
  gatewayMessageId: id,
  phone,
  text,
  sender: 'GRIOT',
  status: '1',
  segments: 1,
  createdAt: when,
  sentAt: when === null ? null : when + 3000,
  contactName: null,
})
const messageOf = (id: number, more: Partial<MatchableMessage> = {}): MatchableMessage => ({
  id,
  phone: '+2250102030405',
  text: 'Bonjour',
  gatewayMessageId: null,
  sentAt: at,
  isDoubtful: true,
  ...more,
})
const phones = ['+2250102030405', '+2250506070809']
const texts = ['Bonjour Awa', 'Votre commande est prête']

interface Scene {
  readonly entries: readonly ArchiveEntry[]
  readonly messages: readonly MatchableMessage[]
}

const scene: fc.Arbitrary<Scene> = fc
  .record({
    messages: fc.array(
      fc.record({
        phone: fc.constantFrom(...phones),
        text: fc.constantFrom(...texts),
        named: fc.option(fc.nat({ max: 7 })),
        hours: fc.integer({ min: -30, max: 30 }),
        isDoubtful: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    entries: fc.array(
      fc.record({
        phone: fc.constantFrom(...phones),
        text: fc.constantFrom(...texts),
        named: fc.boolean(),
        hours: fc.integer({ min: -30, max: 30 }),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ messages, entries }) => ({
    messages: messages.map(({ phone, text, named, hours, isDoubtful }, index) =>
      messageOf(index + 1, {
        phone,
        text,
        isDoubtful,
        gatewayMessageId: named === null || isDoubtful ? null : String(named),
        sentAt: at + hours * hour,
      }),
    ),
    entries: entries.map(({ phone, text, named, hours }, index) =>
      entryOf(phone, text, named ? String(index) : null, at + hours * hour),
    ),
  }))

const ids = (entries: readonly ArchiveEntry[], messages: readonly MatchableMessage[]): number[] => [
  ...matchArchive(entries, messages, 'CI').values(),
]

describe('matching an archive with the history', () => {
  test.prop([scene])('uses each entry and each message once, with its own number, text and window', (given) => {
    const matched = matchArchive(given.entries, given.messages, 'CI')
    expect(new Set(matched.values()).size).toBe(matched.size)
    for (const [entry, id] of matched) {
      const message = given.messages.find((each) => each.id === id)
      expect(given.entries).toContain(entry)
      if (message?.gatewayMessageId === entry.gatewayMessageId && entry.gatewayMessageId !== null) continue
      expect(entry).toMatchObject({ phone: message?.phone, text: message?.text })
      const apart = (entry.createdAt ?? 0) - (message?.sentAt ?? 0)
      const window = message?.isDoubtful ? [-proofBeforeMs, proofAfterMs] : [-24 * hour, 24 * hour]
      expect(apart).toBeGreaterThanOrEqual(window[0] ?? 0)
      expect(apart).toBeLessThanOrEqual(window[1] ?? 0)
    }
  })

  test.prop([scene])('proves no more doubtful messages sent than entries are left by the known ones', (given) => {
    const matched = [...matchArchive(given.entries, given.messages, 'CI')]
    for (const phone of phones) {
      for (const text of texts) {
        const isHere = (each: { phone: string; text: string | null }): boolean =>
          each.phone === phone && each.text === text
        const doubtful = new Set(
          given.messages.filter((message) => message.isDoubtful && isHere(message)).map(({ id }) => id),
        )
        const proven = matched.filter(([, id]) => doubtful.has(id)).length
        const known = given.messages.filter(
          (message) =>
            !message.isDoubtful &&
            isHere(message) &&
            Math.abs(message.sentAt - at) <= 6 * hour &&
            // its id found another entry
            !matched.some(([entry, id]) => id === message.id && !isHere(entry)),
        ).length
        expect(proven).toBeLessThanOrEqual(Math.max(0, given.entries.filter(isHere).length - known))
      }
    }
  })

  test.prop([scene])('does not depend on the order of the archive', (given) => {
    const reversed = matchArchive([...given.entries].reverse(), given.messages, 'CI')
    expect(reversed.size).toBe(matchArchive(given.entries, given.messages, 'CI').size)
  })

  it.each(['225 01 02 03 04 05', '+2250102030405', '002250102030405', '0102030405'])(
    'sees the number in any spelling (%s) and the text with the gateway’s spaces',
    (spelling) => {
      const messages = [messageOf(1, { text: 'Bonjour  Awa\nà demain' })]
      expect(ids([entryOf(spelling, 'Bonjour Awa à demain', '7')], messages)).toEqual([1])
    },
  )

  it.each([
    ['two hours before', -proofBeforeMs, 1],
    ['longer before', -proofBeforeMs - 1, 0],
    ['a day after', proofAfterMs, 1],
    ['longer after', proofAfterMs + 1, 0],
  ])('proves a doubtful message only around its time: %s', (_, offset, count) => {
    expect(ids([entryOf('+2250102030405', 'Bonjour', '7', at + offset)], [messageOf(1)])).toHaveLength(count)
  })

  it.each([
    ['without a time', entryOf('+2250102030405', 'Bonjour', '7', null)],
    ['without a text', entryOf('+2250102030405', null, '7')],
    ['with an altered text', entryOf('+2250102030405', 'bonjour', '7')],
    ['to another number', entryOf('+2250102030406', 'Bonjour', '7')],
  ])('proves nothing by an entry %s', (_, entry) => {
    expect(ids([entry], [messageOf(1)])).toEqual([])
  })

  it('an entry that comes twice, equal in everything, proves one message', () => {
    const twin = entryOf('+2250102030405', 'Bonjour', null)
    expect(ids([twin, { ...twin }], [messageOf(1), messageOf(2)])).toHaveLength(1)
    expect(ids([twin, { ...twin }], [messageOf(1, { isDoubtful: false }), messageOf(2)])).toEqual([1])
  })

  it('an entry with the id of a known message proves nothing of another', () => {
    const messages = [messageOf(1, { isDoubtful: false, gatewayMessageId: '7', sentAt: at - hour }), messageOf(2)]
    expect(ids([entryOf('+2250102030405', 'Bonjour', '7')], messages)).toEqual([1])
  })
})
