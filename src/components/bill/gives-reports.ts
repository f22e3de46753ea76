/** Whether a gateway tells who got a message, in whatever way: asked, by itself, or pretended by the sandbox. */
import type { GatewayDescription } from '@shared/domain/account'

export function givesReports({ abilities, sandbox }: GatewayDescription): boolean {
  return abilities.trace || abilities.callback || sandbox
}
