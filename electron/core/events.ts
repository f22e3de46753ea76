/**
 * Core's event bus: typed, synchronous, a listener that throws does not disturb the others.
 */
import type { CoreEventName, CoreEvents } from '@shared/ipc-contract'
import type { Log } from './log'

export type Listener<Name extends CoreEventName> = (payload: CoreEvents[Name]) => void

export interface EventBus {
  emit<Name extends CoreEventName>(name: Name, payload: CoreEvents[Name]): void
  /** The result removes the listener. */
  on<Name extends CoreEventName>(name: Name, listener: Listener<Name>): () => void
}

export function createEventBus(log: Log): EventBus {
  const listeners = new Map<CoreEventName, Set<(payload: never) => void>>()
  return {
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          ;(listener as Listener<typeof name>)(payload)
        } catch (error) {
          log.error('event listener failed', { name, error: String(error) })
        }
      }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
  }
}
