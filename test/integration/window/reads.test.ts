// @vitest-environment happy-dom
/** How often the window asks core: it lives on what core tells it. The whole window over a real core, requests counted. */
import { Agent, request as httpRequest } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { connect, databaseFileName } from '@core/storage/open'
import type { ListenerView } from '@shared/contract/gateway-side'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { stageCore, type CoreStage } from '../../helpers/core-stage'
import { devcodeReports } from '../../helpers/gateways/devcodesms'
import { openWindow, type WindowBesideCore } from '../../helpers/window-beside-core'

let stage: CoreStage
let opened: WindowBesideCore
const agent = new Agent({ keepAlive: true, maxSockets: 32 })

beforeEach(() => {
  // one time for core and window, moved by the tests; Node's own HTTP timers go on
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] })
})
afterEach(async () => {
  opened.close()
  vi.useRealTimers()
  await stage.close()
})

async function later(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await opened.settled()
}

const phoneOf = (index: number): string => `+2376${70_000_000 + index}`

/** A campaign that finished after seven minutes; its messages were accepted and wait for their reports. Returns its id. */
function insertSent(count: number): number {
  const db = connect(join(stage.dataDir, databaseFileName))
  const id = db
    .transaction(() => {
      const campaignId = insertCampaignRow(db, {
        name: 'Soldes',
        state: 'finished',
        account_id: stage.accountId,
        account_name: 'Boutique',
        gateway: 'devcodesms',
        sender: 'BOUTIQUE',
        template: 'Bonjour',
        started_at: 2,
        finished_at: 420_002,
        updated_at: 420_002,
      })
      const insert = db.prepare(
        `INSERT INTO message (campaign_id, phone, text, encoding, segments, state, gateway_message_id, accepted_at, updated_at)
         VALUES (?, ?, 'Bonjour', 'GSM-7', 1, 'accepted', ?, 2, 2)`,
      )
      for (let index = 0; index < count; index += 1) insert.run(campaignId, phoneOf(index), `id-${index}`)
      return campaignId
    })
    .immediate()
  db.close()
  return id
}

const devcodeUrl = (urls: ListenerView['urls']): string => urls.find(({ id }) => id === 'devcodesms')?.url ?? ''

function report(url: string, index: number): Promise<number> {
  const message = { id: `id-${index}`, phone: phoneOf(index), at: 2, text: '', sender: '', segments: 1 }
  const body = devcodeReports([{ ...message, flash: false, callbackUrl: null }], new Map())
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject)
    request.end(body)
  })
}

it('10,000 delivery reports while their campaign is open: fewer than 100 reads, none of them of the campaign', async () => {
  const reports = 10_000
  const atOnce = 200
  // every report is a commit that waits for its disk; in memory where the system has such a folder
  stage = await stageCore('devcodesms', existsSync('/dev/shm') ? { folder: '/dev/shm' } : {})
  const id = insertSent(reports)
  const host = { enabled: true, host: '127.0.0.1', port: 0, persist: false }
  const { urls } = await stage.core.handlers['receipts.listen'](host)
  opened = await openWindow(stage.core, `/campaigns/${id}`)
  opened.forget()

  for (let done = 0; done < reports; done += atOnce) {
    const answers = Array.from({ length: atOnce }, (_, index) => report(devcodeUrl(urls), done + index))
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
    // 200 a second
    for (let step = 0; step < 4; step += 1) await later(250)
  }
  await later(5000)

  expect((await stage.view(id)).counts.delivered).toBe(reports)
  expect(opened.asked.length).toBeLessThan(100)
  expect(opened.asked.filter((name) => name !== 'campaigns.messages')).toEqual([])
  expect(opened.text()).toContain('10,000delivered')
}, 180_000)

/** A campaign of `count` messages, one a second. */
async function startSlowly(count = 40): Promise<number> {
  const { handlers } = stage.core
  const { id } = await handlers['drafts.create']({ name: 'Soldes' })
  await handlers['drafts.save']({ id, patch: { accountId: stage.accountId, country: 'CM', template: 'A', rate: 1 } })
  const source = { kind: 'numbers', phones: Array.from({ length: count }, (_, index) => phoneOf(index)) } as const
  await handlers['drafts.addSource']({ id, source, mapping: null, jobId: 'add' })
  await handlers['drafts.start']({ id, confirmedRecipients: count })
  return id
}

it('a click on Pause on the campaign’s page asks for no view: core tells the new state', async () => {
  stage = await stageCore('lmtgroup')
  const id = await startSlowly()
  opened = await openWindow(stage.core, `/campaigns/${id}`)
  await later(3000)
  opened.forget()

  opened.button('Pause').click()
  await later(5000)

  expect(await stage.view(id)).toMatchObject({ state: 'paused', pauseReason: 'person', counts: { sending: 0 } })
  opened.button('Resume')
  expect(opened.asked.filter((name) => name !== 'campaigns.messages')).toEqual(['campaigns.pause'])
  expect(opened.asked.length).toBeLessThanOrEqual(3)
})

it('a click on Pause on Home asks for the overview once', async () => {
  stage = await stageCore('lmtgroup')
  const id = await startSlowly()
  opened = await openWindow(stage.core, '/')
  await later(3000)
  opened.forget()

  opened.button('Pause Soldes').click()
  await later(5000)

  expect((await stage.view(id)).state).toBe('paused')
  opened.button('Resume Soldes')
  expect(opened.asked).toEqual(['campaigns.pause', 'home.overview'])
})

it('reports that come while the history is open: its page is asked for at a pace, not per report', async () => {
  stage = await stageCore('devcodesms')
  insertSent(60)
  const { urls } = await stage.core.handlers['receipts.listen']({
    enabled: true,
    host: '127.0.0.1',
    port: 0,
    persist: false,
  })
  opened = await openWindow(stage.core, '/history')
  opened.forget()

  for (let index = 0; index < 60; index += 1) {
    await report(devcodeUrl(urls), index)
    await later(50)
  }
  await later(3000)

  expect(new Set(opened.asked)).toEqual(new Set(['history.page']))
  expect(opened.asked.length).toBeLessThanOrEqual(4)
})

it('shows the same time beside a campaign on Home and in the list', async () => {
  stage = await stageCore('devcodesms')
  insertSent(1)
  opened = await openWindow(stage.core, '/')
  const time = /\d{1,2} Jan 1970, \d\d:\d\d/
  const onHome = time.exec(opened.text())?.[0]
  await opened.go('/campaigns')
  expect(onHome).toBeDefined()
  expect(time.exec(opened.text())?.[0]).toBe(onHome)
})

it('a finished campaign that is renamed is not announced as finished again', async () => {
  stage = await stageCore('lmtgroup')
  const id = await startSlowly(3)
  opened = await openWindow(stage.core, '/')
  await later(10_000)
  expect(opened.text()).toContain('“Soldes” finished')
  await stage.core.handlers['campaigns.rename']({ id, name: 'Soldes d’été' })
  await later(1000)
  expect(opened.text()).toContain('Soldes d’été')
  expect(opened.text()).not.toContain('“Soldes d’été” finished')
})
