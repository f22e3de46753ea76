/** What is found everywhere for the words in the search box: people, campaigns, messages and templates, a few of each. */
import { BookUser, Megaphone, MessageSquare, ScrollText } from '@lucide/vue'
import { shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { request } from '@/api/client'
import { foldText } from '@/components/base/fold-text'
import type { PaletteCommand } from '@/components/base/palette-search'
import { shownPhone } from './shown-phone'
import { useLocaleFormats } from './use-locale-formats'
import { useSettled } from './use-settled'

/** Of each kind; a page of its own shows the others. */
const most = 5
const leastLetters = 2
/** The search box is answered while a person types. */
const paceMs = 150

export function useGlobalSearch(query: Ref<string>): Readonly<Ref<readonly PaletteCommand[]>> {
  const { t } = useI18n({ useScope: 'global' })
  const router = useRouter()
  const formats = useLocaleFormats()
  const found = shallowRef<readonly PaletteCommand[]>([])
  const settled = useSettled(() => query.value.trim(), paceMs)
  const page = { offset: 0, limit: most }
  let questions = 0

  async function people(search: string): Promise<PaletteCommand[]> {
    const filter = { search, groupId: null, optedOut: null, sort: 'name', descending: false } as const
    const { rows } = await request('contacts.page', { ...filter, ...page })
    return rows.map(({ id, name, phone }) => ({
      id: `contact-${id}`,
      label: name === '' ? shownPhone(phone) : name,
      hint: name === '' ? undefined : shownPhone(phone),
      group: t('sections.contacts'),
      icon: BookUser,
      run: () => void router.push({ name: 'contacts', query: { open: id } }),
    }))
  }
  async function campaigns(search: string): Promise<PaletteCommand[]> {
    const { rows } = await request('campaigns.page', { states: [], search, ...page })
    return rows.map(({ id, name, createdAt }) => ({
      id: `campaign-${id}`,
      label: name,
      hint: formats.value.date(createdAt),
      group: t('sections.campaigns'),
      icon: Megaphone,
      run: () => void router.push({ name: 'campaign', params: { id } }),
    }))
  }
  async function messages(search: string): Promise<PaletteCommand[]> {
    const none = { states: [], phone: null, text: null, from: null, to: null, accountId: null, campaignId: null }
    const { rows } = await request('history.page', { ...none, search, ...page })
    return rows.map(({ id, phone, name, text }) => ({
      id: `message-${id}`,
      label: text,
      hint: name ?? shownPhone(phone),
      group: t('history.messages'),
      icon: MessageSquare,
      run: () => void router.push({ name: 'history', query: { search, phone } }),
    }))
  }
  async function templates(search: string): Promise<PaletteCommand[]> {
    const wanted = foldText(search)
    const all = await request('templates.list')
    return all
      .filter(({ name, body }) => foldText(`${name} ${body}`).includes(wanted))
      .slice(0, most)
      .map(({ id, name }) => ({
        id: `template-${id}`,
        label: name,
        group: t('sections.templates'),
        icon: ScrollText,
        run: () => void router.push({ name: 'templates', query: { open: id } }),
      }))
  }

  watch(settled, async (search) => {
    const question = (questions += 1)
    if (search.length < leastLetters) {
      found.value = []
      return
    }
    // what cannot be searched now is missing from the list, the rest is there
    const none = (): PaletteCommand[] => []
    const lists = await Promise.all([
      people(search).catch(none),
      campaigns(search).catch(none),
      messages(search).catch(none),
      templates(search).catch(none),
    ])
    if (question === questions) found.value = lists.flat()
  })
  return found
}
