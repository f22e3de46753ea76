import { describe, expect, it } from 'vitest'
import { createEventBus } from '@core/events'
import { silentLog } from '@core/log'
import { emptyMessageCounts, type MessageCounts } from '@shared/domain/message'
import type { CampaignChange } from '@shared/contract/campaigns'
import { tellNews, type News } from '../../../electron/main/campaign-news'
import { followSending } from '../../../electron/main/sending-campaigns'
import { campaignChange } from '../../helpers/campaign-view'

const counts = (some: Partial<MessageCounts>): MessageCounts => ({ ...emptyMessageCounts(), ...some })
const changed = (some: Partial<CampaignChange>): CampaignChange =>
  campaignChange({ name: 'Rentrée', counts: counts({ pending: 10 }), ...some })

function listen() {
  const events = createEventBus(silentLog)
  const told: News[] = []
  tellNews(events, { language: () => 'fr', tell: (news) => told.push(news) })
  return { events, told }
}

describe('notifications', () => {
  it('tell the end of a campaign with its figures', () => {
    const { events, told } = listen()
    events.emit(
      'campaign.changed',
      changed({
        before: 'sending',
        state: 'finished',
        counts: counts({ accepted: 3000, delivered: 214, rejected: 3, failed: 1, unknown: 12 }),
      }),
    )
    expect(told).toEqual([
      {
        title: 'Envoi terminé\u202f: Rentrée',
        body: 'Messages envoyés\u202f: 3\u202f214, en échec\u202f: 4, douteux\u202f: 12.',
        campaignId: 1,
      },
    ])
  })

  it('tell a pause that nobody asked for, and not the one that somebody did', () => {
    const { events, told } = listen()
    events.emit('campaign.changed', changed({ before: 'sending', state: 'paused', pauseReason: 'person' }))
    expect(told).toEqual([])
    events.emit('campaign.changed', changed({ before: 'sending', state: 'paused', pauseReason: 'insufficient_funds' }))
    expect(told.map(({ title }) => title)).toEqual(['Envoi en pause\u202f: Rentrée'])
  })

  it('keep quiet about campaigns that were not being sent', () => {
    const { events, told } = listen()
    events.emit('campaign.changed', changed({ state: 'finished' }))
    events.emit('campaign.changed', changed({ before: 'paused', state: 'cancelled' }))
    events.emit('campaign.changed', changed({ before: 'finished', state: 'finished' }))
    expect(told).toEqual([])
  })

  it('keep quiet about a test to the person’s own number', () => {
    const { events, told } = listen()
    events.emit(
      'campaign.changed',
      changed({ test: true, before: 'sending', state: 'finished', counts: counts({ accepted: 1 }) }),
    )
    expect(told).toEqual([])
  })

  it('tell a missed schedule and a low balance', () => {
    const { events, told } = listen()
    events.emit('schedule.missed', { id: 4, name: 'Vœux', scheduledAt: 0 })
    events.emit('balance.low', { accountId: 1, account: 'KING', balance: '12', unit: 'sms' })
    expect(told.map(({ title, body }) => [title, body])).toEqual([
      ['Un envoi programmé n’a pas eu lieu', '«\u202fVœux\u202f» attend votre décision.'],
      ['Solde bas\u202f: KING', 'Il reste 12 SMS.'],
    ])
  })
})

describe('the campaigns being sent', () => {
  it('are those that core says are, with their progress summed', () => {
    const events = createEventBus(silentLog)
    const sending = followSending(events)
    expect(sending.progress()).toBeNull()
    let told = 0
    sending.onChange(() => (told += 1))
    events.emit('campaign.changed', changed({ id: 7, counts: counts({ pending: 50, accepted: 50 }) }))
    expect(sending.progress()).toEqual({ done: 50, total: 100 })

    events.emit('campaign.changed', changed({}))
    events.emit('campaign.progress', changed({ counts: counts({ pending: 4, sending: 2, unknown: 1, accepted: 3 }) }))
    expect(sending.list().map(({ id }) => id)).toEqual([7, 1])
    expect(sending.progress()).toEqual({ done: 54, total: 110 })

    events.emit('campaign.changed', changed({ id: 7, state: 'finished' }))
    events.emit('campaign.changed', changed({ state: 'paused', pauseReason: 'person' }))
    expect(sending.progress()).toBeNull()
    expect(told).toBe(5)
  })

  it('are not those of another process', () => {
    const events = createEventBus(silentLog)
    const sending = followSending(events)
    events.emit('campaign.changed', changed({ heldByOther: true }))
    expect(sending.list()).toEqual([])
    events.emit('campaign.changed', changed({}))
    events.emit('campaign.progress', changed({ heldByOther: true }))
    expect(sending.list()).toEqual([])
  })

  it('are none once core has ended, and those that were are given back', () => {
    const events = createEventBus(silentLog)
    const sending = followSending(events)
    expect([sending.list(), sending.progress()]).toEqual([[], null])
    events.emit('campaign.changed', changed({ state: 'sending' }))
    let told = 0
    sending.onChange(() => (told += 1))
    expect(sending.forget()).toMatchObject([{ id: 1, name: 'Rentrée' }])
    expect([sending.list(), sending.progress(), told]).toEqual([[], null, 1])
  })
})
