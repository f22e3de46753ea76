/** groups.*: names and sizes; who is in a group is changed by contacts.addToGroup and contacts.removeFromGroup. */
import type { Undoable } from '@shared/contract/contacts'
import { assertShown } from '@shared/domain/typed-name'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import type { Job } from '../jobs'
import { appendAudit } from '../storage/audit'
import { deleteGroup, groupById, listGroups, memberIds, removeMembers, saveGroup } from '../storage/contact-group'
import { phonesOf } from '../storage/contact-phone'
import { keepRemoved } from '../storage/removed-record'
import { changeInPieces, pieceSize } from './in-pieces'
import { piecesOf } from '../storage/pieces-of'

export function groupHandlers(
  context: CoreContext,
): Pick<CoreHandlers, 'groups.list' | 'groups.save' | 'groups.remove'> {
  const { db, clock, events, actor } = context
  const changed = (): void => {
    for (const noun of ['groups', 'contacts'] as const) events.emit('data.changed', { noun })
  }
  return {
    'groups.list': async () => Promise.resolve(listGroups(db)),

    'groups.save': async (input) => {
      await Promise.resolve()
      assertShown(input.name)
      const id = db
        .transaction(() => {
          const saved = saveGroup(db, input, clock.now())
          appendAudit(db, { at: clock.now(), actor, action: 'group.save', subject: input.name })
          return saved
        })
        .immediate()
      changed()
      return groupById(db, id)
    },

    'groups.remove': ({ id, jobId }) =>
      context.jobs.run(jobId, (job) => removeGroup(context, id, job)).finally(changed),
  }
}

/** Its members leave in pieces, then it goes; undone, they are in it again. Throws AppError unknown_group. */
async function removeGroup(context: CoreContext, id: number, job: Job): Promise<Undoable> {
  const { db, clock } = context
  const { name, members } = groupById(db, id)
  const emptied = await changeInPieces(context, job, {
    kind: 'group',
    payload: { name },
    pieces: piecesOf(memberIds(db, id), pieceSize),
    total: members,
    change: (ids) => phonesOf(db, removeMembers(db, id, ids)),
    audit: { action: 'group.remove', subject: name, counted: 'contacts' },
  })
  if (job.signal.aborted) return emptied
  return db
    .transaction(() => {
      deleteGroup(db, id)
      return { count: 1, undoId: emptied.undoId ?? keepRemoved(db, 'group', { name }, clock.now()) }
    })
    .immediate()
}
