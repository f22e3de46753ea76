/** optOuts.*: who wants no messages. An opt-out wins over every list and outlives the contact. */
import type { OptOutSelection } from '@shared/contract/contacts'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { addOptOut, removeOptOuts } from '../storage/opt-out'
import { piecesOf } from '../storage/pieces-of'
import { optOutContacts } from './change-many'
import { exportOptOuts } from './export-opt-outs'
import { importRows } from './import-rows'
import { changeInPieces, pieceSize } from './in-pieces'
import { listOptOuts, shownOptOuts } from './list-contacts'
import { readPhone } from './read-phone'

type OptOutRequest = Extract<keyof CoreHandlers, `optOuts.${string}`>

export function optOutHandlers(context: CoreContext): Pick<CoreHandlers, OptOutRequest> {
  const { db, clock, events, actor, jobs } = context
  const changed = (): void => {
    for (const noun of ['optOuts', 'contacts'] as const) events.emit('data.changed', { noun })
  }
  return {
    'optOuts.page': ({ search, ...range }) => listOptOuts(db, search, range),

    'optOuts.add': (input) => {
      if ('selection' in input)
        return jobs.run(input.jobId, (job) => optOutContacts(context, input, job)).finally(changed)
      const createdAt = clock.now()
      const { reason } = input
      return jobs
        .run(input.jobId, async (job) => {
          const phones = input.phones.map((phone) => readPhone(phone, input.country))
          return changeInPieces(context, job, {
            kind: 'opted_out',
            payload: { createdAt },
            pieces: piecesOf(phones, pieceSize),
            total: phones.length,
            change: (piece) => piece.filter((phone) => addOptOut(db, { phone, reason, source: 'person', createdAt })),
            audit: { action: 'optOut.add', counted: 'numbers' },
          })
        })
        .finally(changed)
    },

    'optOuts.remove': ({ selection, jobId }) =>
      jobs
        .run(jobId, async (job) => {
          const phones = await selectedOptOuts(context, selection)
          return changeInPieces(context, job, {
            kind: 'opt_outs',
            pieces: piecesOf(phones, pieceSize),
            total: phones.length,
            change: (piece) => removeOptOuts(db, piece),
            audit: { action: 'optOuts.remove', counted: 'numbers' },
          })
        })
        .finally(changed),

    'optOuts.import': ({ jobId, mapping = null, ...request }) =>
      jobs.run(jobId, async (job) => {
        const result = await importRows(context, {
          ...request,
          mapping,
          migrate: true,
          groupName: null,
          target: 'opt_outs',
          signal: job.signal,
          onProgress: (done, total) => job.progress(done, total),
        })
        appendAudit(db, {
          at: clock.now(),
          actor,
          action: 'optOuts.import',
          subject: '',
          detail: { rows: result.rows, added: result.added, invalid: result.invalid },
        })
        changed()
        return result
      }),

    'optOuts.export': ({ selection, path, jobId }) =>
      jobs.run(jobId, async (job) => exportOptOuts(context, await selectedOptOuts(context, selection), { path, job })),
  }
}

/** E.164, none twice. Throws AppError phone_invalid, country_unknown. */
async function selectedOptOuts({ db }: CoreContext, selection: OptOutSelection): Promise<readonly string[]> {
  if ('phones' in selection) return [...new Set(selection.phones.map((phone) => readPhone(phone, selection.country)))]
  const except = new Set(selection.except)
  return (await shownOptOuts(db, selection.search)).filter((phone) => !except.has(phone))
}
