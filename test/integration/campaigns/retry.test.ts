/** Failed messages tried again: what it takes is said first, and no more leaves than was agreed to. */
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect, databaseFileName } from '@core/storage/open'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

let stage: CoreStage
beforeEach(async () => {
  stage = await stageCore('devcodesms')
})
afterEach(() => stage.close())

interface Past {
  readonly phone: string
  readonly state: 'accepted' | 'rejected' | 'failed'
  readonly code?: string
  readonly segments?: number
}

/** A finished campaign with these messages, at 15 XAF a segment. Returns its id. */
function insertPast(messages: readonly Past[]): number {
  const db = connect(join(stage.dataDir, databaseFileName))
  const id = db
    .transaction(() => {
      const campaignId = insertCampaignRow(db, {
        name: 'Relance',
        state: 'finished',
        account_id: stage.accountId,
        account_name: 'Boutique',
        gateway: 'devcodesms',
        sender: 'BOUTIQUE',
        template: 'Bonjour',
        price: '15',
        currency: 'XAF',
        started_at: 2,
        finished_at: 3,
        updated_at: 3,
      })
      const insert = db.prepare(
        `INSERT INTO message (campaign_id, phone, text, encoding, segments, state, error_code, updated_at)
         VALUES (?, ?, 'Bonjour', 'GSM-7', ?, ?, ?, 2)`,
      )
      for (const { phone, state, code = null, segments = 1 } of messages)
        insert.run(campaignId, phone, segments, state, code)
      return campaignId
    })
    .immediate()
  db.close()
  return id
}

const failures: readonly Past[] = [
  { phone: '+237677100001', state: 'accepted' },
  { phone: '+237677100002', state: 'failed', code: 'connect_timeout', segments: 2 },
  { phone: '+237677100003', state: 'rejected', code: 'text_refused' },
  { phone: '+237677100004', state: 'rejected', code: 'invalid_recipient' },
  { phone: '+237677100005', state: 'failed', code: 'connection_lost', segments: 3 },
]

it('is offered with what it would send and cost, and nothing happens', async () => {
  const id = insertPast(failures)
  await stage.core.handlers['optOuts.add']({ phones: ['+237677100005'], reason: '', country: 'CM', jobId: 'stop' })
  expect(await stage.core.handlers['campaigns.retryOffer']({ id })).toEqual({
    messages: 2,
    segments: 3,
    cost: '45',
    currency: 'XAF',
    waiting: 0,
  })
  expect((await stage.view(id)).state).toBe('finished')
  expect(stage.gateway.log).toEqual([])
})

it('sends what was agreed to, once', async () => {
  const id = insertPast(failures)
  await stage.core.handlers['campaigns.retry']({ id, confirmedMessages: 3 })
  await stage.core.campaignEnded(id)
  const sent = stage.gateway.log.map(({ phone }) => phone.replace(/^\+/, ''))
  expect(sent.sort()).toEqual(['237677100002', '237677100003', '237677100005'])
})

it('is refused where there is more to pay than was agreed to, and nothing has changed', async () => {
  const id = insertPast(failures)
  const refusal: unknown = await stage.core.handlers['campaigns.retry']({ id, confirmedMessages: 2 }).catch(
    (error: unknown) => error,
  )
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal).toMatchObject({ code: 'confirmation_needed', params: { recipients: 3 } })
  expect(await stage.view(id)).toMatchObject({ state: 'finished', counts: { failed: 2, rejected: 2, pending: 0 } })
  expect(stage.gateway.log).toEqual([])
})
