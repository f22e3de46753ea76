import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  afterClaimMs,
  beforeClaimMs,
  matchArchive,
  type KnownText,
  type SoughtMessage,
} from '@core/archives/match-archive'
import type { ArchiveEntry } from '@core/providers/provider'

const at = 1_795_334_400_000
const entryOf = (phone: string, text: string, id: string | null, when = at): ArchiveEntry => ({
  gatewayMessageId: id,
  phone,
  text,
  sender: 'GRIOT',
  status: '1',
  segments: 1,
  createdAt: when,
  sentAt: when + 3000,
  contactName: null,
})
const phones = ['+22501020304', '+22505060708']
const texts = ['Bonjour Awa', 'Votre commande est prête']

interface Scene {
  readonly sought: readonly SoughtMessage[]
  readonly entries: readonly ArchiveEntry[]
  readonly known: ReadonlyMap<string, readonly KnownText[]>
}

const scene: fc.Arbitrary<Scene> = fc
  .record({
    sought: fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 })), { maxLength: 6 }),
    entries: fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 }), fc.boolean()), { maxLength: 8 }),
    known: fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 }), fc.option(fc.nat({ max: 7 }))), { maxLength: 6 }),
  })
  .map(({ sought, entries, known }) => ({
    sought: sought.map(([phone, text], index) => ({
      id: index + 1,
      phone: phones[phone] ?? '',
      text: texts[text] ?? '',
      claimedAt: at,
    })),
    entries: entries.map(([phone, text, named], index) =>
      entryOf(phones[phone] ?? '', texts[text] ?? '', named ? String(index) : null),
    ),
    known: new Map(
      phones.map((phone, place) => [
        phone,
        known
          .filter(([owner]) => owner === place)
          .map(([, text, id]) => ({ text: texts[text] ?? '', gatewayMessageId: id === null ? null : String(id) })),
      ]),
    ),
  }))

const prove = ({ sought, entries, known }: Scene): ReturnType<typeof matchArchive> =>
  matchArchive(sought, entries, (phone) => known.get(phone) ?? [])

describe('proofs from an archive', () => {
  test.prop([scene])('are never more than the entries that nothing known stands for', (given) => {
    const proofs = prove(given)
    for (const phone of phones) {
      for (const text of texts) {
        const isHere = (each: { phone: string; text: string | null }): boolean =>
          each.phone === phone && each.text === text
        const proven = proofs.filter(({ entry }) => isHere(entry)).length
        const entries = given.entries.filter(isHere).length
        const known = (given.known.get(phone) ?? []).filter((each) => each.text === text).length
        expect(proven).toBeLessThanOrEqual(Math.max(0, entries - Math.min(known, entries)))
        expect(proven).toBeLessThanOrEqual(given.sought.filter(isHere).length)
      }
    }
  })

  test.prop([scene])('use each entry and settle each message once, with its own number and text', (given) => {
    const proofs = prove(given)
    expect(new Set(proofs.map(({ messageId }) => messageId)).size).toBe(proofs.length)
    expect(new Set(proofs.map(({ entry }) => entry)).size).toBe(proofs.length)
    for (const { messageId, entry } of proofs) {
      const message = given.sought.find(({ id }) => id === messageId)
      expect(entry).toMatchObject({ phone: message?.phone, text: message?.text })
    }
  })

  test.prop([scene])('do not depend on the order of the archive', (given) => {
    const ids = (proofs: ReturnType<typeof matchArchive>): number => proofs.length
    expect(ids(prove({ ...given, entries: [...given.entries].reverse() }))).toBe(ids(prove(given)))
  })

  it('see the number in any spelling and the text with the gateway’s spaces', () => {
    const sought = [{ id: 1, phone: '+22501020304', text: 'Bonjour  Awa\nà demain', claimedAt: at }]
    const entries = [entryOf('225 01 02 03 04', 'Bonjour Awa à demain', '7')]
    expect(matchArchive(sought, entries, () => []).map(({ messageId }) => messageId)).toEqual([1])
  })

  it.each([
    ['two hours before', -beforeClaimMs, 1],
    ['longer before', -beforeClaimMs - 1, 0],
    ['a day after', afterClaimMs, 1],
    ['longer after', afterClaimMs + 1, 0],
  ])('count only around the time: %s', (_, offset, count) => {
    const sought = [{ id: 1, phone: '+22501020304', text: 'Bonjour', claimedAt: at }]
    const entries = [entryOf('+22501020304', 'Bonjour', '7', at + offset)]
    expect(matchArchive(sought, entries, () => [])).toHaveLength(count)
  })

  it('are none for an entry without a time or a text', () => {
    const sought = [{ id: 1, phone: '+22501020304', text: 'Bonjour', claimedAt: at }]
    const timeless = { ...entryOf('+22501020304', 'Bonjour', '7'), createdAt: null, sentAt: null }
    const textless = { ...entryOf('+22501020304', 'Bonjour', '8'), text: null }
    expect(matchArchive(sought, [timeless, textless], () => [])).toEqual([])
  })
})
