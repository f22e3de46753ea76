// @vitest-environment happy-dom
/** What the window says of an account is what its gateway said last: a mended account is tested again, everywhere at once. */
import { join } from 'node:path'
import { connect, databaseFileName } from '@core/storage/open'
import { wireError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stageCore, type CoreStage } from '../../helpers/core-stage'
import { openWindow, type WindowBesideCore } from '../../helpers/window-beside-core'

let stage: CoreStage
let opened: WindowBesideCore | undefined
beforeEach(async () => {
  stage = await stageCore('devcodesms')
  await stage.core.handlers['settings.save']({ tourDone: true })
})
afterEach(async () => {
  opened?.close()
  await stage.close()
})

const refusal = 'The gateway refuses your credentials'
const shows = (text: string): Promise<unknown> =>
  expect.poll(() => document.body.textContent, { interval: 20 }).toContain(text)
const isAsking = ({ path }: { readonly path: string }): boolean => path.includes('Solde')

it('is tested again when it is saved, and the old verdict goes', async () => {
  opened = await openWindow(stage.core, `/accounts?id=${stage.accountId}`)
  await shows('Test the connection')
  stage.gateway.misbehave({ kind: 'answer', reply: { status: 401, body: '{}' } }, { matching: isAsking })
  opened.button('Test the connection').click()
  await shows(refusal)
  opened.button('Edit').click()
  await opened.settled()
  opened.button('Save').click()
  await shows('The connection works')
  expect(document.body.textContent).not.toContain(refusal)
})

it('a campaign that its account stopped says so when the account answers again', async () => {
  const db = connect(join(stage.dataDir, databaseFileName))
  const pause_error = JSON.stringify(wireError('auth'))
  const id = insertCampaignRow(db, {
    name: 'Soldes',
    state: 'paused',
    pause_reason: 'auth',
    pause_error,
    account_id: stage.accountId,
    account_name: 'Boutique',
    gateway: 'devcodesms',
    template: 'Bonjour',
    started_at: 2,
    updated_at: 3,
  })
  db.close()
  opened = await openWindow(stage.core, `/campaigns/${id}`)
  await shows(refusal)
  await opened.go(`/accounts?id=${stage.accountId}`)
  await shows('Test the connection')
  opened.button('Test the connection').click()
  await shows('The connection works')
  await opened.go(`/campaigns/${id}`)
  await shows('The account answers again')
  expect(document.body.textContent).not.toContain(refusal)
})
