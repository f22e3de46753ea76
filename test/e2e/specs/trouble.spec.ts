/**
 * What goes wrong while messages are being sent, as a person sees it: a sentence, what it means for the recipients and the
 * money, the way out, and the campaign that goes on afterwards. The gateway's own log says that nobody got it twice.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Reply } from '@shared/contract/schema'
import { launchGriot, type Griot } from '../../helpers/electron'
import { misbehaviours, startFakeGateway, type FakeGateway } from '../../helpers/gateways/start'
import { shareWindow } from '../../helpers/shared-window'
import { frenchCount as count } from '../../helpers/shop-message'
import { accountAt, hasKeychain, startWindowGateway, type WindowGateway } from '../../helpers/window-gateway'
import { AccountsPage } from '../pages/accounts.page'
import { CampaignPage } from '../pages/campaign.page'

const account = 'Boutique'
const isSending = ({ path }: { readonly path: string }): boolean => path.endsWith('/sms/send')

let folder: string
let griot: Griot
let page: CampaignPage
let gateway: WindowGateway
let accountId: number

async function valueOf<Value>(asked: Promise<Reply<Value>>): Promise<Value> {
  const reply = await asked
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}

async function launch(): Promise<void> {
  griot = await launchGriot({ dataDir: folder, environment: hasKeychain ? {} : gateway.environment(account) })
  page = new CampaignPage(griot.window)
  await page.title.waitFor()
}

async function saveAccount(): Promise<void> {
  const saved = await valueOf(page.ask('accounts.save', accountAt(gateway, account)))
  accountId = saved.id
  await page.ask('settings.save', { tourDone: true, country: 'CM' })
}

/** Starts a campaign and shows it, as a person who has just pressed « Envoyer ». */
async function start(name: string, recipients: number, concurrency: number): Promise<void> {
  const { id } = await valueOf(page.ask('drafts.create', { name }))
  const phones = Array.from({ length: recipients }, (_, index) => `+237677${String(100_010 + index)}`)
  const source = { kind: 'numbers', phones } as const
  await valueOf(page.ask('drafts.addSource', { id, source, mapping: null, jobId: name }))
  const template = `${name} : la boutique ouvre demain.`
  const patch = { accountId, template, country: 'CM', concurrency, receipts: false }
  await valueOf(page.ask('drafts.save', { id, patch }))
  await valueOf(page.ask('drafts.start', { id, confirmedRecipients: recipients }))
  await open(name)
}

async function open(name: string): Promise<void> {
  await page.goTo('campaigns')
  await page.window.getByRole('grid', { name: page.words.sections.campaigns }).getByText(name).click()
  await page.title.filter({ hasText: name }).waitFor()
}

/** The notice of a paused campaign: why, what it means, what to do. */
async function pausedBecause(title: string, ...sentences: readonly string[]): Promise<string> {
  await page.reaches('paused')
  const notice = page.window.getByRole('main').locator('[role=alert], [role=status]').filter({ hasText: title })
  await notice.waitFor()
  const said = await notice.innerText()
  for (const sentence of [...sentences, page.words.campaign.pause.nobodyTwice]) expect(said).toContain(sentence)
  return said
}

async function resume(): Promise<void> {
  const button = page.window.getByRole('button', { name: page.words.campaign.resume, exact: true })
  await expect.poll(() => button.getAttribute('aria-disabled')).toBeNull()
  await button.click()
}

const phonesOf = (...gateways: readonly FakeGateway[]): string[] =>
  gateways.flatMap(({ log }) => log.map(({ phone, text }) => `${phone} ${text}`))

describe('a campaign in trouble', () => {
  shareWindow(async () => {
    folder = mkdtempSync(join(tmpdir(), 'griot-trouble-'))
    gateway = await startWindowGateway('kingsmspro')
    await launch()
    await saveAccount()
    return {
      griot,
      async close() {
        await griot.close()
        await gateway.fake.close()
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      },
    }
  })

  it('with a refused key waits, leads to the account, and goes on once the key is right', async () => {
    const right = gateway.fake.credentials
    const renewed = { ...right, apiKey: 'clé & = + % "nouvelle"' }
    gateway.fake.credentials = hasKeychain ? renewed : { ...right, apiKey: 'autre' }
    await start('Clé', 12, 1)
    const said = await pausedBecause(
      'la passerelle refuse vos identifiants',
      'corrigez-les dans le compte',
      '0 message est parti',
    )
    expect(said).toContain('12 attendent')
    await page.window.getByRole('button', { name: page.words.campaign.pause.account }).click()
    const accounts = new AccountsPage(griot.window)
    await accounts.panel(account).waitFor()
    if (hasKeychain) await accounts.changeCredentials(account, [{ label: 'Clé d’API', value: renewed.apiKey }])
    else gateway.fake.credentials = right
    await accounts.panel(account).getByRole('button', { name: page.words.accounts.detail.test }).click()
    await accounts.panel(account).getByText(page.words.accounts.detail.testOk).waitFor()
    await open('Clé')
    await resume()
    await page.reaches('finished')
    expect(gateway.fake.log).toHaveLength(12)
  })

  it('with an empty balance says how many wait, and goes on after the account was topped up', async () => {
    const before = gateway.fake.log.length
    gateway.fake.balance = 50
    await start('Crédit', 12, 1)
    await pausedBecause('crédit épuisé', 'rechargez votre compte', '5 messages sont partis', '7 attendent')
    gateway.fake.balance = 1_000_000
    await resume()
    await page.reaches('finished')
    expect(gateway.fake.log.length - before).toBe(12)
  })

  it('answered by a web page holds the doubtful back, and settles them by the person’s decision', async () => {
    const before = gateway.fake.log.length
    gateway.fake.misbehave(misbehaviours.html200, { times: 5, matching: isSending })
    await start('Page', 12, 1)
    await pausedBecause('la passerelle ne confirme plus les envois', '5 sont douteux', '7 attendent')
    await resume()
    await page.reaches('finished')
    expect(gateway.fake.log.length - before).toBe(7)
    await page.window.getByText('5 messages sont douteux').waitFor()
    await page.window.getByRole('button', { name: page.words.campaign.settle.open }).first().click()
    const dialog = page.window.getByRole('dialog')
    await dialog.getByText(page.words.campaign.settle.markSent).click()
    await dialog.getByRole('button', { name: page.words.campaign.settle.do.mark_sent }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.outcome('sent').innerText()).toMatch(/^12/)
    expect(gateway.fake.log.length - before).toBe(7)
  })

  it('cut off in the middle of a request finishes, says that one is doubtful, and never sends it again', async () => {
    const before = gateway.fake.log.length
    gateway.fake.misbehave({ kind: 'reset', at: 'mid_reply', accept: true }, { matching: isSending })
    await start('Coupée', 12, 1)
    await page.reaches('finished')
    await page.window.getByText('1 message est douteux').waitFor()
    expect(await page.outcome('sent').innerText()).toMatch(/^11/)
    expect(gateway.fake.log.length - before).toBe(12)
  })

  it('without a connection says so, and goes on by itself when the gateway is back', async () => {
    const { port } = new URL(gateway.fake.url)
    const { credentials } = gateway.fake
    const before = gateway.fake.log.length
    await gateway.fake.close()
    await start('Réseau', 12, 2)
    await pausedBecause('reprise automatique au retour du réseau', '0 message est parti', '12 attendent')
    const back = await startFakeGateway('kingsmspro', { port: Number(port), credentials, balance: 1_000_000 })
    const gone = gateway.fake.log.slice(before)
    gateway = { ...gateway, fake: back }
    await page.reaches('finished')
    expect(gone).toEqual([])
    expect(new Set(phonesOf(back)).size).toBe(12)
    expect(back.log).toHaveLength(12)
  })
})

describe('a computer that loses its power while sending', () => {
  afterAll(async () => {
    await griot.close()
    await gateway.fake.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('shows the interrupted campaign with its doubtful messages, and resumes it: nobody twice, nobody forgotten', async () => {
    const recipients = 2000
    const inFlight = 8
    folder = mkdtempSync(join(tmpdir(), 'griot-power-'))
    gateway = await startWindowGateway('kingsmspro', { latencyMs: 30 })
    await launch()
    await saveAccount()
    await start('Coupure', recipients, inFlight)
    await expect.poll(() => gateway.fake.log.length).toBeGreaterThan(200)
    await griot.kill()
    const sentBefore = gateway.fake.log.length
    expect(sentBefore).toBeLessThan(recipients)

    await launch()
    await open('Coupure')
    const said = await pausedBecause('Interrompue')
    const doubtful = Number(/(\d+) (?:est|sont) douteux/.exec(said)?.[1] ?? 0)
    expect(doubtful).toBeGreaterThan(0)
    expect(doubtful).toBeLessThanOrEqual(inFlight)
    await resume()
    await page.reaches('finished')
    const pairs = phonesOf(gateway.fake)
    expect(new Set(pairs).size).toBe(pairs.length)
    expect(await page.outcome('sent').innerText()).toContain(count(recipients - doubtful))
    expect(await page.outcome('doubtful').innerText()).toContain(count(doubtful))
    // whoever the gateway never saw is among the doubtful
    expect(recipients - pairs.length).toBeLessThanOrEqual(doubtful)
    expect(griot.problems()).toEqual([])
  })
})
