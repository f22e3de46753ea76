/**
 * One window for the tests of a block, so that each need not start the application; a failed test takes no other with it. What
 * it left (an open dialog, half of its data, a dead window) is thrown away, and the next test gets a new window and new data.
 * Hence each test makes what it needs where it is not there already.
 */
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import type { Griot } from './electron'

/** Each test in a window of its own, to see that it needs no other: `GRIOT_TEST_ALONE=1 npm run test:e2e`. */
const isAlone = process.env.GRIOT_TEST_ALONE === '1'

export interface SharedWindow {
  readonly griot: Griot
  close(): Promise<void>
}

/** @param open starts the application as each test may expect it. Returns what gives the window that is open now. */
export function shareWindow<Opened extends SharedWindow>(open: () => Promise<Opened>): () => Opened {
  let opened: Opened | null = null
  const close = async (): Promise<void> => {
    const last = opened
    opened = null
    await last?.close()
  }
  beforeEach(async () => {
    opened ??= await open()
  })
  afterEach(async ({ task }) => {
    const problems = opened?.griot.problems() ?? []
    if (task.result?.state === 'fail' || problems.length > 0 || isAlone) await close()
    expect(problems).toEqual([])
  })
  afterAll(close)
  return () => {
    if (opened === null) throw new Error('The window is open only while a test runs.')
    return opened
  }
}
