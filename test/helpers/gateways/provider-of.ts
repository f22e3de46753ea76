import type { Provider } from '@core/providers/provider'
import { providers } from '@core/providers/registry'

/** The adapter of this gateway. */
export function providerOf(id: string): Provider {
  const provider = providers.find(({ description }) => description.id === id)
  if (provider === undefined) throw new Error(`no gateway ${id}`)
  return provider
}
