/** The monthly statement: what Home says of the month, the table of campaigns, its CSV and its PDF. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '@core/storage/open'
import { launchGriot, type Griot } from '../../helpers/electron'
import { fillHistory } from '../../helpers/fill-history'
import { willSaveAs } from '../../helpers/native-dialogs'
import { FramePage } from '../pages/frame.page'
import { everyLook, isTooWide, seriousViolations } from '../pages/looks'

const folder = mkdtempSync(join(tmpdir(), 'griot-statement-'))
let griot: Griot
let page: FramePage

beforeAll(async () => {
  const now = Date.now()
  const db = openDatabase({ dataDir: join(folder, 'data'), now })
  db.exec(
    `INSERT INTO account (id, name, gateway, country, currency, created_at, updated_at) VALUES (1, 'Boutique du marché', 'kingsmspro', 'TG', 'XOF', 1, 1)`,
  )
  fillHistory(db, { messages: 900, perCampaign: 150, now, accountId: 1 })
  db.prepare(`UPDATE message SET accepted_at = ? WHERE accepted_at IS NOT NULL AND campaign_id % 2 = 0`).run(now)
  db.exec(`UPDATE campaign SET gateway = 'sandbox', account_id = NULL, account_name = 'Bac à sable' WHERE id = 4`)
  db.close()
  griot = await launchGriot({ dataDir: join(folder, 'data') })
  page = new FramePage(griot.window)
})
afterAll(async () => {
  await griot.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('the statement of the month', () => {
  it('stands on the first page, and leads to its campaigns', async () => {
    const card = page.window.getByRole('region').or(page.window.locator('section'))
    await card.getByText('Boutique du marché').first().waitFor()
    await griot.screenshot('statement-home')
    await page.window.getByRole('link', { name: page.words.home.month.statement }).click()
    const table = page.window.getByRole('table', { name: /^Relevé mensuel/ })
    await table.waitFor()
    const reply = await page.ask('history.statement', {
      from: new Date(new Date().getFullYear(), new Date().getMonth(), 1).getTime(),
      to: Date.now(),
    })
    if (!reply.ok) throw new Error(reply.error.code)
    const real = reply.value.filter(({ sandbox }) => !sandbox)
    expect(real.length).toBeLessThan(reply.value.length)
    const total = (await table.locator('tfoot tr').innerText()).replaceAll(/[\u202f\u00a0]/g, '').split('\t')
    const sums = (figure: 'sent' | 'delivered' | 'failed' | 'segments'): number =>
      real.reduce((sum, line) => sum + line[figure], 0)
    expect(total.slice(1, 4).map(Number)).toEqual([sums('sent'), sums('delivered'), sums('failed')])
    expect(total.at(-1)).toContain('FCFA')
  })

  it('is kept as a table and as a PDF', async () => {
    await willSaveAs(griot.app, join(folder, 'releve.csv'))
    await page.window.getByRole('button', { name: page.words.common.export, exact: true }).click()
    await page.window
      .getByText(/lignes exportées/)
      .first()
      .waitFor()
    expect(readFileSync(join(folder, 'releve.csv'), 'utf8')).toContain('Boutique du marché')
    await willSaveAs(griot.app, join(folder, 'releve.pdf'))
    await page.window.getByRole('button', { name: page.words.common.exportPdf }).click()
    await page.window.getByText(page.words.common.pdfWritten).first().waitFor()
    expect(readFileSync(join(folder, 'releve.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('is whole and accessible in every look, on Home too', async () => {
    await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
      if (isKept) await griot.screenshot(`statement-${language}-${theme}-${String(size.width)}`)
      if (isFirst) expect(await seriousViolations(griot)).toEqual([])
      expect(await isTooWide(griot)).toBe(false)
    })
    await page.ask('settings.save', { language: 'fr', theme: 'light' })
    await page.goTo('home')
    await page.window.getByRole('link', { name: page.words.home.month.statement }).waitFor()
    await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
      if (isKept) await griot.screenshot(`statement-home-${language}-${theme}-${String(size.width)}`)
      if (isFirst) expect(await seriousViolations(griot)).toEqual([])
      expect(await isTooWide(griot)).toBe(false)
    })
    expect(griot.problems()).toEqual([])
  })
})
