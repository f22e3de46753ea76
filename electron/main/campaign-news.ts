/**
 * Which of core's events are worth a notification, and in which words. Pure. What the person just did themselves, and
 * what they can see in the window, is not.
 */
import type { EventBus } from '@core/events'
import { sendingCounts } from '@shared/domain/message'
import type { CoreEvents } from '@shared/ipc-contract'
import type { Language } from '@shared/language'
import { fill, nativeWords } from './words'

export interface News {
  readonly title: string
  readonly body: string
  readonly campaignId: number | null
}

/** A campaign that was being sent ended or paused by itself; null for every other change. */
function campaignNews(event: CoreEvents['campaign.changed'], language: Language): News | null {
  if (event.before !== 'sending' || event.test) return null
  const words = nativeWords(language).notifications
  const { id, name, counts } = event
  const { sent, unsent: failed, doubtful: unknown, waiting } = sendingCounts(counts)
  const news = (title: string, body: string): News => ({
    title: fill(title, language, { name }),
    body: fill(body, language, { sent, failed, unknown, waiting }),
    campaignId: id,
  })
  if (event.state === 'finished') {
    const clean = failed === 0 && unknown === 0
    return news(words.finishedTitle, clean ? words.finishedBody : words.finishedWithTrouble)
  }
  const byItself = event.state === 'paused' && event.pauseReason !== 'person' && event.pauseReason !== 'interrupted'
  return byItself ? news(words.pausedTitle, words.pausedBody) : null
}

function missedScheduleNews(event: CoreEvents['schedule.missed'], language: Language): News {
  const words = nativeWords(language).notifications
  return {
    title: words.missedTitle,
    body: fill(words.missedBody, language, { name: event.name }),
    campaignId: event.id,
  }
}

function lowBalanceNews(event: CoreEvents['balance.low'], language: Language): News {
  const words = nativeWords(language).notifications
  const unit = event.unit === 'sms' ? 'SMS' : event.unit
  return {
    title: fill(words.lowBalanceTitle, language, { account: event.account }),
    body: fill(words.lowBalanceBody, language, { balance: event.balance, unit }),
    campaignId: null,
  }
}

/** Tells the news of core's events as they come. */
export function tellNews(
  events: EventBus,
  options: {
    readonly language: () => Language
    readonly tell: (news: News) => void
  },
): void {
  events.on('campaign.changed', (event) => {
    const news = campaignNews(event, options.language())
    if (news) options.tell(news)
  })
  events.on('schedule.missed', (event) => options.tell(missedScheduleNews(event, options.language())))
  events.on('balance.low', (event) => options.tell(lowBalanceNews(event, options.language())))
}
