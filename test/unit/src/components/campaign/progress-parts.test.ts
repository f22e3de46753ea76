/** Whatever the states, every message is counted in exactly one outcome. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { emptyMessageCounts, messageStates } from '@shared/domain/message'
import { outcomeCounts, outcomeGroups, progressOf, statesOfGroup } from '@/components/campaign/progress-parts'

describe('outcomes', () => {
  it('hold every state exactly once', () => {
    const states = outcomeGroups.flatMap((group) => statesOfGroup[group])
    expect([...states].sort()).toEqual([...messageStates].sort())
  })

  test.prop([fc.record(Object.fromEntries(messageStates.map((state) => [state, fc.nat(1000)])))])(
    'add up to all messages',
    (record) => {
      const counts = { ...emptyMessageCounts(), ...record }
      const { done, total } = progressOf(counts)
      const outcomes = outcomeCounts(counts)
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(total)
      expect(total - done).toBe(outcomes.waiting)
    },
  )
})
