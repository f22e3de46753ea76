/** A group of contacts by the name that a person typed, in any case. */
import { withoutInvisibleMarks } from '@shared/domain/invisible-marks'
import { AppError } from '@shared/errors'
import type { GroupRow } from '@shared/contract/contacts'
import type { Session } from './session'

/** As names are kept: controls show nothing. */
const plain = (name: string): string => withoutInvisibleMarks(name).normalize('NFC').trim().toLocaleLowerCase('fr')

/** Throws AppError unknown_group. */
export async function findGroup(session: Session, name: string): Promise<GroupRow> {
  const groups = await session.request('groups.list', undefined)
  const found = groups.find((group) => plain(group.name) === plain(name))
  if (!found) throw new AppError('unknown_group', { group: name })
  return found
}
