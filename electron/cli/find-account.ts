/**
 * An account by the name that a person typed. The sandbox needs no account of its own: its gateway's id names the account
 * that every new database has, whatever language that one's name is in.
 */
import { AppError, toWireError } from '@shared/errors'
import type { AccountView } from '@shared/contract/accounts'
import type { Session } from './session'

/** Throws AppError unknown_account. */
export async function findAccount(session: Session, name: string): Promise<AccountView> {
  try {
    return await session.request('accounts.find', { name })
  } catch (thrown) {
    if (toWireError(thrown).code !== 'unknown_account') throw thrown
    const accounts = await session.request('accounts.list', undefined)
    const sandbox = accounts.find(({ gateway }) => gateway.sandbox && gateway.id === name.trim().toLowerCase())
    if (!sandbox) throw new AppError('unknown_account', { account: name })
    return sandbox
  }
}
