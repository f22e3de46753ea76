/** Events for as long as a component or store lives. */
import { onScopeDispose } from 'vue'
import type { AllEvents, EventName } from '@shared/window-contract'
import { onEvent } from './client'

/** Listens until the surrounding scope (component, store) ends. */
export function useEvent<Name extends EventName>(name: Name, listener: (payload: AllEvents[Name]) => void): void {
  onScopeDispose(onEvent(name, listener))
}
