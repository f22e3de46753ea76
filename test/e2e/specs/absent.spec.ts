/**
 * Messages that the gateway's archive proved absent, in the window: they are shown as waiting for a decision, and leave only
 * by it, after their count and price.
 */
import { rmSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { describe, expect, it } from 'vitest'
import { launchGriot } from '../../helpers/electron'
import { stageCore } from '../../helpers/core-stage'
import { CampaignPage } from '../pages/campaign.page'

const minute = 60_000

/** 120 recipients at SMS Presto; the second request of 50 never arrived, and the archive proved it for all but one. */
async function prepared() {
  const scene = await stageCore('smspresto')
  const { gateway, core } = scene
  const phones = Array.from({ length: 120 }, (_, index) => `+22507${10_000_000 + index}`)
  gateway.remember({ phone: '+22501020304', text: 'Autre chose', at: core.clock.now() - 60 * 60 * minute })
  gateway.misbehave(
    { kind: 'reset', at: 'body' },
    { matching: ({ body }) => body.includes('sendsms') && body.includes(phones[50]?.slice(1) ?? '') },
  )
  const id = await scene.send(phones)
  if ((await scene.view(id)).can.resume) {
    await core.handlers['campaigns.resume']({ id })
    await core.campaignEnded(id)
  }
  gateway.remember({ phone: phones[60] ?? '', text: 'Tout autre chose', at: core.clock.now() })
  scene.later(16 * minute)
  await core.handlers['campaigns.resolve']({ id, how: 'from_gateway', messageIds: null, confirmed: true })
  await core.handlers['settings.save']({ tourDone: true })
  await core.close()
  return { ...scene, phones }
}

describe.each([
  ['fr', 'light'],
  ['en', 'dark'],
] as const)('absent from the archive, %s, %s', (language, theme) => {
  it('waits for a decision, and only the absent ones are sent again by it', async () => {
    const { gateway, dataDir, phones } = await prepared()
    const secrets = {
      GRIOT_SECRET_BOUTIQUE_API_KEY: gateway.credentials.apiKey ?? '',
      GRIOT_SECRET_BOUTIQUE_PASSWORD: gateway.credentials.password ?? '',
    }
    const griot = await launchGriot({ dataDir, language, colorScheme: theme, environment: secrets })
    try {
      const page = new CampaignPage(griot.window, language)
      await page.title.waitFor()
      await page.ask('settings.save', { language, theme })
      const { settle, doubtful } = page.words.campaign
      await page.goTo('campaigns')
      await page.window.getByText('Bonjour').first().click()
      await page.window.getByText(doubtful.absent.split(' | ')[1]?.replace('{formatted}', '49') ?? '').waitFor()
      await griot.screenshot(`absent/1-notice-${language}`)

      await page.window.getByRole('button', { name: settle.open }).first().click()
      const dialog = page.window.getByRole('dialog')
      await dialog.getByText(settle.sendAbsent.split(' | ')[1]?.replace('{formatted}', '49') ?? '').waitFor()
      await dialog.getByRole('button', { name: settle.do.from_gateway, exact: true }).click()
      await dialog.getByText(doubtful.absent.split(' | ')[1]?.replace('{formatted}', '49') ?? '').waitFor()
      // the one of which something is seen, and no other
      await dialog.getByText(/^1 /).waitFor()
      expect(await dialog.getByText(/^49 /).count()).toBe(1)
      const { violations } = await new AxeBuilder({ page: page.window }).setLegacyMode().analyze()
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
      await griot.screenshot(`absent/2-asked-${language}`)

      await dialog.getByText(settle.sendAbsent.split(' | ')[1]?.replace('{formatted}', '49') ?? '').click()
      await griot.screenshot(`absent/3-send-absent-${language}`)
      const send = dialog.getByRole('button', { name: settle.do.send_absent, exact: true })
      expect(await send.isDisabled()).toBe(true)
      await dialog.getByRole('checkbox').click()
      await send.click()
      await expect.poll(() => gateway.log.length).toBe(121)
      const sent = gateway.log.filter(({ text }) => text === 'Bonjour').map(({ phone }) => phone)
      expect(new Set(sent)).toEqual(new Set(phones.filter((phone) => phone !== phones[60])))
      expect(sent).toHaveLength(119)
      expect(griot.problems()).toEqual([])
    } finally {
      await griot.close()
      await gateway.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  })
})
