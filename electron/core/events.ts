/**
 * Core's event bus: typed, synchronous, a listener that throws does not disturb the others.
 */
import type { CoreEventName, CoreEvents, DataNoun } from '@shared/ipc-contract'
import type { Clock } from './clock'
import type { Log } from './log'
import { createPace } from './pace'

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

const dataEveryMs = 250

export interface PacedEventBus extends EventBus {
  /** Gives up the `data.changed` that still wait. */
  close(): void
}

/** `data.changed` of one noun reaches its listeners at once, then at most four times a second; other events pass as they come. */
export function paceDataChanges(bus: EventBus, clock: Clock): PacedEventBus {
  const pace = createPace<DataNoun>(clock, dataEveryMs, (noun) => bus.emit('data.changed', { noun }))
  return {
    on: (name, listener) => bus.on(name, listener),
    emit(name, payload) {
      if (name === 'data.changed') pace.ask((payload as CoreEvents['data.changed']).noun)
      else bus.emit(name, payload)
    },
    close: () => pace.close(),
  }
}
