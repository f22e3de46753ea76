/** Two ways of waiting that every exchange needs: for an abort, and for the sockets to have been looked at. */

/** One listener per signal however many exchanges wait on it: Node warns above ten, and adding them is slow. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/** Calls back when `signal` aborts. The result takes the callback back. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = waiting.get(signal)
  if (callbacks === undefined) {
    const fresh = new Set<() => void>()
    signal.addEventListener('abort', () => [...fresh].forEach((each) => each()), { once: true })
    waiting.set(signal, fresh)
    callbacks = fresh
  }
  const all = callbacks
  all.add(callback)
  return () => all.delete(callback)
}

/** Calls back after the event loop has looked at its sockets once more: this turn's check phase, then the next one's. */
export function pollOnce(callback: () => void): void {
  // not a wait in time: no clock is concerned
  // eslint-disable-next-line no-restricted-globals
  setImmediate(() => setImmediate(callback))
}
