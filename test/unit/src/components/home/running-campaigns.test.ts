/** A line of Home about a campaign that a setting of its account paused says which setting. */
import { createRouter, createMemoryHistory } from 'vue-router'
import { mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { wireError } from '@shared/errors'
import RunningCampaigns from '@/components/home/RunningCampaigns.vue'
import { createInterfaceI18n } from '@/locales/i18n'
import { campaignViewOf } from '../../../../helpers/campaign-view'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it.each([
  ['sender_missing', 'fr', 'En pause\u202f: l’expéditeur est à indiquer'],
  ['base_url_insecure', 'en', 'Paused: the gateway’s address needs correcting'],
  ['secret_missing', 'en', 'Paused: the account’s credentials are missing'],
] as const)('%s in %s', (code, language, words) => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/campaigns/:id', name: 'campaign', component: { render: () => null } }],
  })
  const campaign = campaignViewOf({ state: 'paused', pauseReason: 'config', pauseError: wireError(code) })
  const Root = defineComponent({
    render: () => h(TooltipProvider, null, { default: () => h(RunningCampaigns, { campaigns: [campaign] }) }),
  })
  wrapper = mount(Root, { global: { plugins: [createInterfaceI18n(language), router] } })
  expect(wrapper.text()).toContain(words)
})
