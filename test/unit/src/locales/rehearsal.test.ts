/** What the window says of the sandbox's numbers is what the sandbox does with them. */
import { expect, it } from 'vitest'
import { sandboxRules, type SandboxRule } from '@core/providers/sandbox.provider'
import { en } from '@/locales/en'
import { fr } from '@/locales/fr'

/** Endings of the numbers of which this holds, in order. */
const endings = (holds: (rule: SandboxRule) => boolean): string[] =>
  [...sandboxRules].flatMap(([ending, rule]) => (holds(rule) ? [ending] : [])).sort()

it.each([
  ['fr', fr.campaign.rehearsal, ['refusés', 'douteux', 'pas livrés']],
  ['en', en.campaign.rehearsal, ['refused', 'doubtful', 'not delivered']],
] as const)('%s: names each ending that is refused, doubtful or not delivered, and no other', (_, sentence, words) => {
  const parts = words.map((word) => ({ word, at: sentence.indexOf(word) })).sort((one, other) => one.at - other.at)
  const named = new Map<string, string[]>()
  let from = 0
  for (const { word, at } of parts) {
    expect(at, word).toBeGreaterThan(from)
    named.set(word, (sentence.slice(from, at).match(/\b\d\d\b/g) ?? []).sort())
    from = at + word.length
  }
  expect(sentence.slice(from)).not.toMatch(/\d/)
  const [refused, doubtful, notDelivered] = words
  expect(named.get(refused)).toEqual(endings(({ send }) => send === 'reject'))
  expect(named.get(doubtful)).toEqual(endings(({ send }) => send === 'lose_answer' || send === 'lose_request'))
  expect(named.get(notDelivered)).toEqual(
    endings(({ send, delivery }) => send === 'accept' && delivery !== 'delivered'),
  )
})
