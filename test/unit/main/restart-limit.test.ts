import { expect, it } from 'vitest'
import { createRestartLimit } from '../../../electron/main/restart-limit'

const minuteMs = 60_000

function limitAt() {
  let at = 0
  const limit = createRestartLimit(() => at)
  return { limit, later: (ms: number) => void (at += ms) }
}

it('core is started again three times in a minute, and once more a minute later', () => {
  const { limit, later } = limitAt()
  const four = () => [1, 2, 3, 4].map(() => limit.take())
  expect(four()).toEqual([true, true, true, false])
  later(minuteMs - 1)
  expect(limit.take()).toBe(false)
  later(1)
  expect(limit.take()).toBe(true)
})

it('core that ends every half minute is started ten times in an hour', () => {
  const { limit, later } = limitAt()
  let taken = 0
  for (let time = 0; time < 119; time += 1) {
    if (limit.take()) taken += 1
    later(minuteMs / 2)
  }
  expect(taken).toBe(10)
  later(minuteMs)
  expect(limit.take()).toBe(true)
})

it('core that a person tries again has all its times again', () => {
  const { limit } = limitAt()
  for (let time = 0; time < 3; time += 1) limit.take()
  expect(limit.take()).toBe(false)
  limit.forget()
  expect(limit.take()).toBe(true)
})
