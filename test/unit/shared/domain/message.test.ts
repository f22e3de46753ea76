/** The table of message states, written a second time by hand: every state × event. */
import { describe, expect, it } from 'vitest'
import { messageEvents, messageStates, nextMessageState, stateAfter, statesMovedBy } from '@shared/domain/message'

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
  pending     sen acc rej  .   .   .   .     .   .   .   .   .     .   .     .  can
  sending      .  acc rej pen fai unk unk    .   .   .   .   .     .   .     .   .
  accepted     .   .   .   .   .   .   .     .  und exp del und    .   .     .   .
  delivered    .   .   .   .   .   .   .     .   .   .   .   .     .   .     .   .
  undelivered  .   .   .   .   .   .   .     .   .   .  del  .     .   .     .   .
  expired      .   .   .   .   .   .   .     .  und  .  del und    .   .     .   .
  rejected     .   .   .   .   .   .   .    und und und del  .     .   .    pen  .
  failed       .   .   .   .   .   .   .     .   .   .   .   .     .   .    pen  .
  unknown      .  acc rej pen fai  .   .    acc und exp del rej   acc pen    .   .
  cancelled    .  acc rej  .   .   .   .     .   .   .   .   .     .   .     .   .
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
