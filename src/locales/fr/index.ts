/** French: the reference. A feature adds its file here and in ../en/index.ts. */
import type { MessagesOf } from '../messages-of'
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

export const fr = {
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
} as const
export type Messages = MessagesOf<typeof fr>
