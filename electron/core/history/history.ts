/** Reading what was and is sent: campaigns, their messages and reports, the whole history, and the home screen's sums. */
import type { HistoryFilter } from '@shared/contract/campaigns'
import type { CoreHandlers } from '@shared/ipc-contract'
import { statesOfOutcome } from '@shared/domain/message'
import type { Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { campaignById, pageOfCampaigns, runningCampaigns, scheduledCampaigns } from '../storage/campaign'
import { keysOfHiddenMessages } from '../storage/campaign-key'
import { countOfMessages } from '../storage/message-count'
import { messageById, messagesByIds, timelineOf } from '../storage/message'
import { pageOfMessages, type MessageQuery } from '../storage/message-list'
import { campaignRows, deliveryRateOf } from './campaign-view'
import { exportCampaign, exportHistory } from './export-messages'
import { campaignReport } from './report'
import { exportStatement, statementOf } from './statement'

type HistoryRequest =
  | 'campaigns.page'
  | 'campaigns.get'
  | 'campaigns.running'
  | 'campaigns.messages'
  | 'campaigns.report'
  | 'campaigns.export'
  | 'messages.get'
  | 'history.page'
  | 'history.export'
  | 'history.statement'
  | 'history.exportStatement'
  | 'home.overview'

const recentCampaigns = 8
const noFilter = { phone: null, text: null, from: null, to: null, accountId: null } as const

export function historyHandlers(context: CoreContext, gateways: Gateways): Pick<CoreHandlers, HistoryRequest> {
  const { db, teller } = context
  const ports = { db, gateways }
  return {
    'campaigns.page': async ({ states, search, offset, limit }) => {
      await Promise.resolve()
      const { rows, total } = pageOfCampaigns(db, { states, search }, { offset, limit })
      return { rows: campaignRows(ports, rows), total }
    },

    'campaigns.get': async ({ id }) => Promise.resolve(teller.view(id)),

    'campaigns.running': async () => {
      await Promise.resolve()
      return runningCampaigns(db).map((id) => teller.view(id))
    },

    'campaigns.messages': async ({ id, states, search, offset, limit }) => {
      await Promise.resolve()
      campaignById(db, id)
      const { ids, total } = pageOfMessages(
        db,
        { ...noFilter, states, search, campaignId: id, order: 'line' },
        { offset, limit },
      )
      return { rows: messagesByIds(db, ids), total }
    },

    'campaigns.report': ({ id }) => campaignReport(context, id),
    'campaigns.export': (input) => exportCampaign(context, input),

    'messages.get': async ({ id }) => {
      await Promise.resolve()
      return { ...messageById(db, id), timeline: timelineOf(db, id) }
    },

    'history.page': async ({ offset, limit, ...filter }) => {
      await Promise.resolve()
      const { ids, total } = pageOfMessages(db, queryOf(filter), { offset, limit })
      return { rows: messagesByIds(db, ids), total }
    },

    'history.export': ({ filter, path }) => exportHistory(context, { query: queryOf(filter), path }),

    'history.statement': (period) => statementOf(context, gateways, period),
    'history.exportStatement': (input) => exportStatement(context, gateways, input),

    'home.overview': async () => {
      await Promise.resolve()
      const page = (states: Parameters<typeof pageOfCampaigns>[1]['states'], limit: number) =>
        campaignRows(ports, pageOfCampaigns(db, { states, search: '' }, { offset: 0, limit }).rows)
      return {
        scheduled: campaignRows(ports, scheduledCampaigns(db)),
        recent: page(['finished', 'cancelled'], recentCampaigns).map((row) => ({
          ...row,
          deliveryRate: deliveryRateOf(row.counts),
        })),
        doubtful: countOfMessages(db, {
          states: statesOfOutcome('doubtful'),
          campaignId: null,
          accountId: null,
          hidden: keysOfHiddenMessages(db),
        }),
      }
    },
  }
}

function queryOf(filter: HistoryFilter): MessageQuery {
  return { ...filter, order: 'newest' }
}
