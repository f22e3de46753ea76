/** Whether the list of opt-outs is still the one that something was worked out with. */
import type { Db } from './open'
import { readMark } from './setting'

/** Changes whenever an opt-out is added or removed, by any process: a count that triggers keep. */
export const optOutStamp = (db: Db): string => readMark(db, 'opt-out-changes') ?? ''
