/**
 * The handlers of everything that happens before a campaign is sent. Changes of one draft wait for each other; looking at it
 * does not wait.
 */
import { assertShown } from '@shared/domain/typed-name'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import type { Job } from '../jobs'
import { appendAudit } from '../storage/audit'
import { insertDraft, listDrafts, readDraft } from '../storage/draft'
import { makeBill } from './bill'
import { readIntoDraft, removeFromDraft, rereadInDraft, saveDraft, type SourceRequest } from './change-sources'
import { countConditions } from './condition-tallies'
import { checkTemplate, EmptyCells } from './check-template'
import { DraftLock } from './draft-lock'
import { DraftViews } from './draft-view'
import { exportProblems } from './export-problems'
import { fixRecipient } from './fix-recipient'
import { lastLook } from './last-look'
import { listSameNumbers } from './list-same-numbers'
import { RecipientLists } from './list-recipients'
import { previewMessage } from './preview-message'
import { discardDraft } from './remove-draft'
import { SendableIndexes } from './sendable-index'
import { sendTest, type CampaignStarter } from './send-test'
import { startTimeOf } from '../start-time'
import { scheduleDates } from './schedule-dates'
import { startDraft, type StartRequest } from './start-draft'

type DraftRequestName = Extract<keyof CoreHandlers, `drafts.${string}`>

export function draftHandlers(context: CoreContext, engine: CampaignStarter): Pick<CoreHandlers, DraftRequestName> {
  const { db, clock, actor, events } = context
  const lock = new DraftLock()
  const views = new DraftViews(context)
  const lists = new RecipientLists(context)
  const emptyCells = new EmptyCells(context)
  const indexes = new SendableIndexes()

  const changed = async (id: number): Promise<Awaited<ReturnType<CoreHandlers['drafts.get']>>> => {
    events.emit('data.changed', { noun: 'campaigns' })
    return views.view(id)
  }
  const read = (
    id: number,
    jobId: string,
    work: (job: Job) => Promise<unknown>,
  ): ReturnType<CoreHandlers['drafts.get']> =>
    context.jobs.run(jobId, (job) =>
      lock.run(id, async () => {
        job.check()
        await work(job)
        return changed(id)
      }),
    )
  const readSource = (request: SourceRequest, jobId: string): ReturnType<CoreHandlers['drafts.get']> =>
    read(request.id, jobId, (job) => readIntoDraft(context, request, job))
  const start = async (request: StartRequest): Promise<{ campaignId: number }> => {
    await lock.run(request.id, () => startDraft(context, request))
    indexes.forget(request.id)
    return { campaignId: request.id }
  }

  return {
    'drafts.create': async ({ name, temporary = false }) => {
      assertShown(name ?? '')
      const now = clock.now()
      const settings = context.settings()
      const id = db
        .transaction(() => {
          const created = insertDraft(db, {
            name: name === null || name === '' ? defaultName(now, settings.language) : name,
            country: settings.country,
            temporary,
            now,
          })
          if (!temporary) appendAudit(db, { at: now, actor, action: 'draft.create', subject: `campaign ${created}` })
          return created
        })
        .immediate()
      return changed(id)
    },
    'drafts.get': ({ id }) => views.view(id),
    'drafts.list': () => Promise.resolve(listDrafts(db)),
    'drafts.save': ({ id, patch }) =>
      lock.run(id, async () => {
        await saveDraft(context, id, patch)
        return changed(id)
      }),
    'drafts.discard': async ({ id }) => {
      await lock.run(id, () => discardDraft(context, id))
      indexes.forget(id)
    },
    'drafts.addSource': ({ id, source, mapping, jobId }) => readSource({ id, source, mapping, index: null }, jobId),
    'drafts.changeSource': ({ id, index, source, mapping, jobId }) => readSource({ id, source, mapping, index }, jobId),
    'drafts.rereadSource': ({ jobId, ...request }) =>
      read(request.id, jobId, (job) => rereadInDraft(context, request, job)),
    'drafts.removeSource': ({ id, index }) =>
      lock.run(id, async () => {
        await removeFromDraft(context, id, index)
        return changed(id)
      }),
    'drafts.recipients': (request) => lists.page(request),
    'drafts.sameNumbers': ({ id }) => listSameNumbers(context, id),
    'drafts.fixRecipient': ({ id, recipientId, phone }) =>
      lock.run(id, () => {
        fixRecipient(context, { id, recipientId, phone })
        return changed(id)
      }),
    'drafts.exportProblems': (request) => exportProblems(context, request),
    'drafts.checkTemplate': (request) => checkTemplate(context, emptyCells, request),
    'drafts.conditions': (request) => countConditions(context, request),
    'drafts.preview': (request) => previewMessage(context, indexes, request),
    'drafts.lastLook': ({ id }) => lastLook(context, id),
    'drafts.bill': ({ id, askBalance, jobId }) =>
      context.jobs.run(jobId, (job) => makeBill(context, { id, askBalance }, job)),
    'drafts.sendTest': async (request) => {
      readDraft(db, request.id)
      return sendTest(context, { indexes, engine }, request)
    },
    'drafts.start': async ({ id, confirmedRecipients }) => {
      const started = await start({ id, confirmedRecipients, time: null })
      engine.begin(id)
      return started
    },
    'drafts.schedule': async ({ id, confirmedRecipients, at, recurrence, timeZone, personalDates = null }) => {
      const time = startTimeOf({ at, recurrence, timeZone }, clock.now())
      if (personalDates === null) return start({ id, confirmedRecipients, time })
      return start({ id, confirmedRecipients, ...(await scheduleDates(context, id, personalDates, time)) })
    },
  }
}

/** Until a person gives it a better one. */
function defaultName(now: number, language: string): string {
  const day = new Date(now).toLocaleDateString(language === 'en' ? 'en-GB' : 'fr-FR', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  return language === 'en' ? `Campaign of ${day}` : `Campagne du ${day}`
}
