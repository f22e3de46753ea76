/** While a backup is put back, SQLite refuses the writes of this process (restore-open.ts): a request that wanted to write is told so. */
import { AppError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'

type Handler = (input: never) => Promise<unknown>

export function tellRefusedWrites(
  { db, dataDir }: Pick<CoreContext, 'db' | 'dataDir'>,
  handlers: CoreHandlers,
): CoreHandlers {
  const told =
    (handler: Handler): Handler =>
    async (input) => {
      try {
        return await handler(input)
      } catch (error) {
        const isRefused = isReadOnly(error) && db.pragma('query_only', { simple: true }) === 1
        throw isRefused ? new AppError('data_replaced', { path: dataDir }, { cause: error }) : error
      }
    }
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, told(handler as Handler)]),
  ) as unknown as CoreHandlers
}

function isReadOnly(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (error as { code?: unknown }).code === 'SQLITE_READONLY' || isReadOnly(error.cause)
}
