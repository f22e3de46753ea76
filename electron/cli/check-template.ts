/** A text looked at before anything is counted: what is wrong in it, and where. */
import { AppError } from '@shared/errors'
import type { Session } from './session'

/** Throws AppError template_*. */
export async function checkTemplate(session: Session, draftId: number, template: string): Promise<void> {
  const { error, line, column, suggestion } = await session.request('drafts.checkTemplate', { id: draftId, template })
  if (error === null) return
  throw new AppError(error.code, {
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
    ...(suggestion === null ? {} : { suggestion }),
    ...error.params,
  })
}
