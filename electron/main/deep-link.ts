/**
 * `griot://contacts/import`: what a link from a web page, a mail or a launcher may do. It shows one of a few pages, and
 * nothing else: no file, no text, no number and no answer to a question can be put into it.
 */
import type { MenuCommand } from '@shared/window-contract'

export const linkScheme = 'griot'

/** Pages by the whole of what may stand behind `griot://`. */
export const linkedPages = {
  home: 'section.home',
  campaigns: 'section.campaigns',
  'campaigns/new': 'campaign.new',
  contacts: 'section.contacts',
  'contacts/import': 'contacts.import',
  templates: 'section.templates',
  history: 'section.history',
  archives: 'section.archives',
  accounts: 'section.accounts',
  settings: 'section.settings',
  guide: 'help.guide',
  about: 'help.about',
} as const satisfies Readonly<Record<string, MenuCommand>>
export type LinkedPage = keyof typeof linkedPages

export const linkTo = (page: LinkedPage): string => `${linkScheme}://${page}`

/** The command that shows what a link names; null for anything that is not exactly such a link. */
export function commandOfLink(link: string): MenuCommand | null {
  const [, page = ''] = /^griot:\/\/([a-z/]{1,40}?)\/?$/i.exec(link) ?? []
  const name = page.toLowerCase()
  return Object.hasOwn(linkedPages, name) ? linkedPages[name as LinkedPage] : null
}

/** The first link among command-line arguments, which is how a system passes one on; null where there is none to follow. */
export function linkIn(argv: readonly string[]): MenuCommand | null {
  const link = argv.slice(1).find((argument) => argument.toLowerCase().startsWith(`${linkScheme}:`))
  return link === undefined ? null : commandOfLink(link)
}
