/** English: the keys of French, no more, no less. */
import type { Messages } from '../fr'
import { accounts } from './accounts'
import { archives } from './archives'
import { base } from './base'
import { campaigns } from './campaigns'
import { contacts } from './contacts'
import { frame } from './frame'
import { history } from './history'
import { home } from './home'
import { sections } from './sections'
import { settings } from './settings'
import { templates } from './templates'

export const en: Messages = {
  accounts,
  archives,
  base,
  campaigns,
  contacts,
  frame,
  history,
  home,
  sections,
  settings,
  templates,
}
