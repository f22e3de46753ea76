/** The story of a message in words: what happened, why, and who said so. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { TimelineEntry } from '@shared/contract/campaigns'
import MessageTimeline from '@/components/message/MessageTimeline.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

function story(entries: readonly TimelineEntry[]): string[][] {
  wrapper = mountDrawn(() => h(MessageTimeline, { entries }))
  return wrapper.findAll('li').map((item) =>
    item
      .findAll('p')
      .map((line) => line.text())
      .slice(0, -1),
  )
}

const at = Date.UTC(2026, 10, 22, 9)

it('tells attempts, errors, doubt and how it was lifted', () => {
  expect(
    story([
      { at, kind: 'claimed', state: 'sending', source: null, detail: { attempt: 2 } },
      { at, kind: 'unknown', state: 'unknown', source: 'answer', detail: { attempt: 2, code: 'no_answer' } },
      { at, kind: 'settled', state: 'accepted', source: 'archive', detail: {} },
      { at, kind: 'report', state: 'delivered', source: 'callback', detail: { gatewayStatus: 'DLV' } },
    ]),
  ).toEqual([
    ['Tentative 2'],
    [
      'Sans confirmation de la passerelle',
      'La passerelle n’a pas répondu à temps. Un message sans confirmation est douteux\u202f: il ne sera jamais renvoyé sans votre accord.',
    ],
    ['Doute levé\u202f: envoyé', 'D’après l’archive de la passerelle'],
    ['Accusé de réception\u202f: livré', 'Statut\u202f: DLV', 'Annoncé par la passerelle'],
  ])
})

it('says when a person opted out in between, and names the state where it does not know what happened', () => {
  expect(
    story([
      { at, kind: 'cancelled', state: 'cancelled', source: null, detail: { reason: 'opted_out' } },
      { at, kind: 'something new', state: 'expired', source: 'somewhere', detail: { code: 'not a code' } },
    ]),
  ).toEqual([['Annulé', 'La personne s’est désinscrite entre-temps.'], ['expiré']])
})
