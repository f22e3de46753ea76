import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { firstPollMs, nextPollAt, pollAgeLimitMs, type PollSource } from '@core/receipts/poll-plan'
import { reportStatuses, type ReportStatus } from '@shared/domain/delivery-report'
import { nextMessageState, reportEvent, type MessageState } from '@shared/domain/message'

const after = (start: MessageState, reports: readonly ReportStatus[]): MessageState =>
  reports.reduce((state, report) => nextMessageState(state, reportEvent(report)) ?? state, start)

const reports = fc.array(fc.constantFrom(...reportStatuses), { maxLength: 12 })
const start = fc.constantFrom<MessageState>('accepted', 'unknown')

describe('reports about one message', () => {
  test.prop([start, reports, fc.nat()])('end in the same state in any order', (from, list, seed) => {
    const shuffled = list
      .map((report, index) => ({ report, key: (index * 7919 + seed * 104_729) % 1013 }))
      .sort((left, right) => left.key - right.key)
      .map(({ report }) => report)
    expect(after(from, shuffled)).toBe(after(from, list))
  })

  test.prop([start, reports])('change nothing when they are all repeated', (from, list) => {
    expect(after(from, [...list, ...list])).toBe(after(from, list))
    expect(
      after(
        from,
        list.flatMap((report) => [report, report, report]),
      ),
    ).toBe(after(from, list))
  })

  test.prop([start, reports])('never take anything from a delivered message', (from, list) => {
    expect(after(from, [...list, 'delivered'])).toBe('delivered')
    expect(after(from, ['delivered', ...list])).toBe('delivered')
  })

  test.prop([start, reports])(
    'never make a message sendable again once anything says that it was accepted',
    (from, list) => {
      const hasProof = from === 'accepted' || list.some((report) => report !== 'rejected')
      if (hasProof) expect(['accepted', 'delivered', 'undelivered', 'expired', 'unknown']).toContain(after(from, list))
    },
  )
})

describe('the poll plan', () => {
  it.each<PollSource>(['trace', 'archive'])('asks ever later by %s and never after three days', (source) => {
    const acceptedAt = 1_000_000
    let now = acceptedAt + firstPollMs(source)
    const waits: number[] = [firstPollMs(source)]
    for (let polls = 1; ; polls += 1) {
      const at = nextPollAt(source, { acceptedAt, polls }, now)
      if (at === null) break
      waits.push(at - now)
      now = at
    }
    expect(waits).toEqual([...waits].sort((left, right) => left - right))
    expect(now - acceptedAt).toBeLessThanOrEqual(pollAgeLimitMs)
    expect(now - acceptedAt).toBeGreaterThan(pollAgeLimitMs / 2)
    expect(waits.length).toBeLessThan(25)
  })
})
