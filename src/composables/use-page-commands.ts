/**
 * What a page does for commands that mean something else on each page: « Exporter », « Rechercher ». A page offers them
 * while it is open; the application menu greys out what the page of the moment does not offer.
 */
import { onActivated, onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'

export const pageCommandNames = ['view.export', 'edit.find'] as const
export type PageCommand = (typeof pageCommandNames)[number]
type PageCommands = Partial<Record<PageCommand, () => void>>

const offered = shallowRef<PageCommands>({})

/** Offers these commands for as long as the component lives. */
export function usePageCommands(commands: PageCommands): void {
  const offer = (): void => {
    offered.value = commands
  }
  offer()
  onActivated(offer)
  onScopeDispose(() => {
    if (offered.value === commands) offered.value = {}
  })
}

/** For the frame: what can be done on this page. */
export function useOfferedCommands(): Readonly<ShallowRef<PageCommands>> {
  return readonly(offered)
}
