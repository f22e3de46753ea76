/**
 * Everything that can be done from anywhere, once: the command palette lists it, the application menu runs it by name.
 */
import {
  BookOpen,
  BookUser,
  Compass,
  DatabaseBackup,
  Download,
  FileUp,
  Keyboard,
  Languages,
  MoonStar,
  Plus,
  ScrollText,
  Search,
  Settings,
  Stethoscope,
  Sun,
  UserRoundX,
  Wallet,
} from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { MenuCommand } from '@shared/window-contract'
import type { PaletteCommand } from '@/components/base/palette-search'
import { sections } from '@/components/frame/sections'
import { useLanguage } from './use-language'
import { useOfferedCommands } from './use-page-commands'
import { useTextScale } from './use-text-scale'
import { useTheme } from './use-theme'

export interface AppCommands {
  palette: ComputedRef<PaletteCommand[]>
  /** Carries out a command of the application menu. */
  runMenu: (command: MenuCommand) => void
}

/** @param openPalette and `openShortcuts`: what only the frame can do. */
export function useAppCommands(frame: { openPalette: () => void; openShortcuts: () => void }): AppCommands {
  const { t, locale } = useI18n({ useScope: 'global' })
  const router = useRouter()
  const theme = useTheme()
  const language = useLanguage()
  const { step, setScale } = useTextScale()
  const offered = useOfferedCommands()

  const go = (name: string, query: Record<string, string> = {}): void => void router.push({ name, query })
  const goTo = (path: string): void => void router.push(path)

  const actions = computed<PaletteCommand[]>(() => {
    const group = t('frame.actions')
    const otherLanguage = locale.value === 'en' ? 'fr' : 'en'
    const list: PaletteCommand[] = [
      {
        id: 'new-campaign',
        label: t('sections.newCampaign'),
        icon: Plus,
        group,
        shortcut: 'mod+n',
        keywords: [t('commands.words.send')],
        run: () => go('campaign-new'),
      },
      {
        id: 'contacts.import',
        label: t('commands.importContacts'),
        icon: FileUp,
        group,
        keywords: ['csv', 'excel', 'xlsx'],
        run: () => go('contacts', { do: 'import' }),
      },
      {
        id: 'contacts.new',
        label: t('commands.newContact'),
        icon: BookUser,
        group,
        run: () => go('contacts', { do: 'new' }),
      },
      {
        id: 'opt-outs',
        label: t('commands.optOuts'),
        icon: UserRoundX,
        group,
        keywords: ['stop'],
        run: () => go('contacts', { tab: 'optOuts' }),
      },
      {
        id: 'history.search',
        label: t('commands.searchHistory'),
        icon: Search,
        group,
        run: () => go('history', { do: 'find' }),
      },
      {
        id: 'accounts.new',
        label: t('commands.addAccount'),
        icon: Wallet,
        group,
        keywords: [t('commands.words.gateway')],
        run: () => go('accounts', { do: 'add' }),
      },
      {
        id: 'templates.new',
        label: t('commands.newTemplate'),
        icon: ScrollText,
        group,
        run: () => go('templates', { do: 'new' }),
      },
      {
        id: 'backup',
        label: t('commands.backup'),
        icon: DatabaseBackup,
        group,
        run: () => go('settings', { part: 'data', do: 'backup' }),
      },
      {
        id: 'doctor',
        label: t('commands.doctor'),
        icon: Stethoscope,
        group,
        run: () => go('settings', { part: 'checks' }),
      },
      {
        id: 'theme',
        label: t(theme.isDark.value ? 'frame.lightTheme' : 'frame.darkTheme'),
        icon: theme.isDark.value ? Sun : MoonStar,
        group,
        keywords: [t('settings.theme.label')],
        run: () => theme.setPreference(theme.isDark.value ? 'light' : 'dark'),
      },
      {
        id: 'language',
        label: t(`commands.language.${otherLanguage}`),
        icon: Languages,
        group,
        keywords: ['language', 'langue'],
        run: () => language.setPreference(otherLanguage),
      },
      { id: 'guide', label: t('commands.guide'), icon: BookOpen, group, shortcut: 'f1', run: () => go('guide') },
      { id: 'tour', label: t('commands.tour'), icon: Compass, group, run: () => go('tour') },
      { id: 'shortcuts', label: t('commands.shortcuts'), icon: Keyboard, group, run: frame.openShortcuts },
    ]
    const exportPage = offered.value['view.export']
    if (exportPage) {
      list.splice(1, 0, {
        id: 'export',
        label: t('common.export'),
        icon: Download,
        group,
        shortcut: 'mod+e',
        run: exportPage,
      })
    }
    return list
  })

  const pages = computed<PaletteCommand[]>(() =>
    sections.map((section) => ({
      id: section.id,
      label: t(`sections.${section.id}`),
      group: t('frame.pages'),
      icon: section.icon,
      run: () => goTo(section.path),
    })),
  )

  const settingsPages = computed<PaletteCommand[]>(() =>
    (['general', 'sending', 'receipts', 'data', 'checks', 'about'] as const).map((part) => ({
      id: `settings-${part}`,
      label: t(`settings.parts.${part}`),
      hint: t('sections.settings'),
      group: t('frame.pages'),
      icon: Settings,
      run: () => go('settings', { part }),
    })),
  )

  const menu: Readonly<Record<MenuCommand, () => void>> = {
    'campaign.new': () => go('campaign-new'),
    'file.open': () => go('campaign-new', { do: 'open' }),
    'contacts.import': () => go('contacts', { do: 'import' }),
    'view.export': () => offered.value['view.export']?.(),
    'backup.create': () => go('settings', { part: 'data', do: 'backup' }),
    'edit.find': () => offered.value['edit.find']?.(),
    'palette.open': frame.openPalette,
    'section.home': () => go('home'),
    'section.campaigns': () => go('campaigns'),
    'section.contacts': () => go('contacts'),
    'section.templates': () => go('templates'),
    'section.history': () => go('history'),
    'section.archives': () => go('archives'),
    'section.accounts': () => go('accounts'),
    'section.settings': () => go('settings'),
    'zoom.in': () => step(1),
    'zoom.out': () => step(-1),
    'zoom.reset': () => setScale(1),
    'help.guide': () => go('guide'),
    'help.shortcuts': frame.openShortcuts,
    'help.tour': () => go('tour'),
    'help.about': () => go('settings', { part: 'about' }),
  }

  return {
    palette: computed(() => [...actions.value, ...pages.value, ...settingsPages.value]),
    runMenu: (command) => menu[command](),
  }
}
