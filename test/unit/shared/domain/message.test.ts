/** The table of message states, written a second time by hand: every state × event. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  askedStates,
  emptyMessageCounts,
  messageEvents,
  messageStates,
  nextMessageState,
  outcomeCounts,
  outcomeGroups,
  progressOf,
  sendingCounts,
  sentStates,
  stateAfter,
  statesMovedBy,
  statesOfOutcome,
  totalOf,
} from '@shared/domain/message'

const columns =
  'claim accept reject not_sent give_up lose recover report_accepted report_undelivered report_expired report_delivered report_rejected settle_sent settle_unsent retry cancel'
const shorts: Readonly<Record<string, string>> = {
  '.': '',
  pen: 'pending',
  sen: 'sending',
  acc: 'accepted',
  del: 'delivered',
  und: 'undelivered',
  exp: 'expired',
  rej: 'rejected',
  fai: 'failed',
  unk: 'unknown',
  can: 'cancelled',
}
// a dot: the event changes nothing
//            cla acc rej not giv los rec | rac run rex rde rre | sse sun | ret can
const table = `
  pending     sen acc rej  .   .   .   .    acc  .   .  del  .     .   .     .  can
  sending      .  acc rej pen fai unk unk    .   .   .   .   .     .   .     .   .
  accepted     .   .   .   .   .   .   .     .  und exp del und    .   .     .   .
  delivered    .   .   .   .   .   .   .     .   .   .   .   .     .   .     .   .
  undelivered  .   .   .   .   .   .   .     .   .   .  del  .     .   .     .   .
  expired      .   .   .   .   .   .   .     .  und  .  del und    .   .     .   .
  rejected     .   .   .   .   .   .   .    und und und del  .     .   .    pen  .
  failed       .   .   .   .   .   .   .    acc  .   .  del  .     .   .    pen  .
  unknown      .  acc rej pen fai  .   .    acc und exp del rej   acc pen    .   .
  cancelled    .  acc rej  .   .   .   .    acc  .   .  del  .     .   .     .   .
`

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
const cells = rows.flatMap(([state = '', ...after]) =>
  columns.split(' ').map((event, index) => ({ state, event, after: shorts[after[index] ?? ''] })),
)

describe('the table of message states', () => {
  it('is this one', () => {
    expect(columns.split(' ')).toEqual(messageEvents)
    expect(rows.map(([state]) => state)).toEqual(messageStates)
    const real = messageStates.flatMap((state) =>
      messageEvents.map((event) => ({ state, event, after: nextMessageState(state, event) ?? '' })),
    )
    expect(real).toEqual(cells)
  })

  it('names the states that an event moves', () => {
    for (const event of messageEvents)
      expect(statesMovedBy(event)).toEqual(
        cells.filter((cell) => cell.event === event && cell.after !== '').map(({ state }) => state),
      )
  })

  it('has no state without a way in and no event that moves nothing', () => {
    const reached = new Set(cells.map(({ after }) => after))
    expect(messageStates.filter((state) => !reached.has(state))).toEqual([])
    expect(messageEvents.filter((event) => statesMovedBy(event).length === 0)).toEqual([])
  })

  it('takes events that come together in order; only the first one must change something', () => {
    expect(stateAfter('sending', ['accept', 'report_delivered'])).toBe('delivered')
    expect(stateAfter('sending', ['accept', 'report_accepted'])).toBe('accepted')
    expect(stateAfter('unknown', ['not_sent', 'cancel'])).toBe('cancelled')
    expect(stateAfter('delivered', ['accept', 'report_expired'])).toBeNull()
  })
})

describe('the groups of states', () => {
  it('hold every state exactly once', () => {
    const states = outcomeGroups.flatMap((group) => statesOfOutcome(group))
    expect([...states].sort()).toEqual([...messageStates].sort())
  })

  it('tell what the gateway took, and what it may have', () => {
    expect(sentStates).toEqual(['accepted', 'delivered', 'undelivered', 'expired'])
    expect(askedStates).toEqual(['sending', ...sentStates, 'unknown'])
  })

  const amounts = fc.record(Object.fromEntries(messageStates.map((state) => [state, fc.nat(1000)])))
  test.prop([amounts])('add up to all messages', (record) => {
    const counts = { ...emptyMessageCounts(), ...record }
    const { done, total } = progressOf(counts)
    const sum = (groups: Record<string, number>): number => Object.values(groups).reduce((all, count) => all + count, 0)
    expect(total).toBe(totalOf(counts))
    expect(sum(counts)).toBe(total)
    expect(sum(outcomeCounts(counts))).toBe(total)
    expect(sum(sendingCounts(counts))).toBe(total)
    expect(total - done).toBe(counts.pending + counts.sending)
  })
})
