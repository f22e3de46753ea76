/**
 * How long a spec waits for one thing before it is taken never to come, in milliseconds: twenty times what the slowest takes
 * on a quiet machine.
 */
export const patienceMs = 120_000
