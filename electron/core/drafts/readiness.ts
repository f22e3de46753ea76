/** Whether a draft could be sent: its account, gateway and sender, and everything that stands in the way. */
import { trimSpaces } from '@shared/domain/invisible-marks'
import { checkSenderId, senderProblemParams, senderRulesOf } from '@shared/domain/sender-id'
import { AppError, toWireError, wireError, type WireError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { Provider, ProviderContext } from '../providers/provider'
import { accountById, type StoredAccount } from '../storage/account'
import type { Draft } from '../storage/draft'

export interface Readiness {
  /** Null where none is chosen, or it was removed. */
  readonly account: StoredAccount | null
  /** The way to the gateway; null where something of the account is missing. */
  readonly gateway: { readonly provider: Provider; readonly context: ProviderContext } | null
  /** The sender in the form in which it is sent; null for none. */
  readonly sender: string | null
  readonly blockers: readonly WireError[]
}

export async function readinessOf(context: CoreContext, draft: Draft, signal?: AbortSignal): Promise<Readiness> {
  if (draft.accountId === null)
    return { account: null, gateway: null, sender: draft.sender, blockers: [wireError('account_missing')] }
  const account = accountById(context.db, draft.accountId)
  const blockers: WireError[] = []
  let gateway: Readiness['gateway'] = null
  try {
    const { provider, context: providerContext } = await context.gateway(draft.accountId, signal)
    gateway = { provider, context: providerContext }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    blockers.push(toWireError(error))
  }
  const { sender, blocker } = senderOf(draft.sender ?? account.sender, gateway?.provider ?? null)
  if (blocker !== null) blockers.push(blocker)
  if (draft.flash && gateway !== null && !gateway.provider.description.abilities.flash) {
    blockers.push(wireError('not_offered', { gateway: gateway.provider.description.name }))
  }
  return { account, gateway, sender, blockers }
}

function senderOf(
  given: string | null,
  provider: Provider | null,
): { sender: string | null; blocker: WireError | null } {
  const text = trimSpaces(given ?? '')
  if (text === '') {
    const isNeeded = provider?.description.sandbox !== true
    return { sender: null, blocker: isNeeded ? wireError('sender_missing') : null }
  }
  const checked = checkSenderId(text, senderRulesOf(provider?.description.abilities.senderMaxLength ?? null))
  if (checked.ok) return { sender: checked.sender, blocker: null }
  return {
    sender: text,
    blocker: wireError('sender_invalid', senderProblemParams(text, checked)),
  }
}

/** Throws the first thing that stands in the way, as AppError. */
export function assertReady(
  readiness: Readiness,
): asserts readiness is Readiness & { account: StoredAccount; gateway: object } {
  const [blocker] = readiness.blockers
  if (blocker !== undefined) throw new AppError(blocker.code, blocker.params)
  if (readiness.account === null) throw new AppError('account_missing')
}
