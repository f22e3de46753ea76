/**
 * Named points of the sending path at which a power cut would matter most. In the program they do nothing; the crash
 * tests pass a function that ends the process there.
 */
export const checkpointNames = [
  'before_claim',
  'after_claim',
  'request_written',
  'after_answer',
  'before_result',
  'after_result',
] as const
export type CheckpointName = (typeof checkpointNames)[number]
export type Checkpoint = (name: CheckpointName) => void
export const noCheckpoint: Checkpoint = () => undefined
