/** Every gateway that Griot can send through: one line each, in the order in which people see them. */
import { devcodeSms } from './devcodesms.provider'
import { kingSmsPro } from './kingsmspro.provider'
import { lmtGroup } from './lmtgroup.provider'
import type { Provider } from './provider'
import { sandbox } from './sandbox.provider'
import { smsPresto } from './smspresto.provider'

export const providers: readonly Provider[] = [kingSmsPro, devcodeSms, smsPresto, lmtGroup, sandbox]
