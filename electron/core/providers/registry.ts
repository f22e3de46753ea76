/** Every gateway that Griot can send through: one line each, in the order in which people see them. */
import { AppError } from '@shared/errors'
import { devcodeSms } from './devcodesms.provider'
import { kingSmsPro } from './kingsmspro.provider'
import { lmtGroup } from './lmtgroup.provider'
import type { Provider } from './provider'
import { sandbox } from './sandbox.provider'
import { smsPresto } from './smspresto.provider'

export const providers: readonly Provider[] = [kingSmsPro, devcodeSms, smsPresto, lmtGroup, sandbox]

/** Throws AppError `unknown_gateway`. */
export function findProvider(id: string): Provider {
  const provider = providers.find(({ description }) => description.id === id)
  if (provider === undefined) throw new AppError('unknown_gateway', { gateway: id.slice(0, 40) })
  return provider
}
