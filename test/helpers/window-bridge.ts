/** A bridge for components: the answers given stand for core's, and what was asked is kept. */
import { toWireError, wireError } from '@shared/errors'
import type { RequestName } from '@shared/window-contract'

export interface FakeBridge {
  readonly asked: { readonly name: string; readonly input: unknown }[]
  /** Tells the window an event, as core would. */
  tell(name: string, payload: unknown): void
}

/** @param answers by request; one without an answer is refused as `internal`, one that throws an AppError with it. */
export function installBridge(answers: Readonly<Partial<Record<RequestName, (input: never) => unknown>>>): FakeBridge {
  const asked: { name: string; input: unknown }[] = []
  const listeners = new Map<string, ((payload: unknown) => void)[]>()
  const bridge = {
    systemLanguage: 'fr',
    request: (name: RequestName, input: unknown) => {
      asked.push({ name, input })
      try {
        const answer = answers[name]
        return Promise.resolve(
          answer ? { ok: true, value: answer(input as never) } : { ok: false, error: wireError('internal') },
        )
      } catch (error) {
        return Promise.resolve({ ok: false, error: toWireError(error) })
      }
    },
    on: (name: string, listener: (payload: unknown) => void) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
      return () => undefined
    },
  }
  Object.defineProperty(window, 'griot', { value: bridge, configurable: true })
  return {
    asked,
    tell(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload)
    },
  }
}
