/** French: the reference. A feature adds its file here and in ../en/index.ts. */
import type { MessagesOf } from '../messages-of'
import { accounts } from './accounts'
import { archives } from './archives'
import { backups } from './backups'
import { base } from './base'
import { bill } from './bill'
import { campaign } from './campaign'
import { campaigns } from './campaigns'
import { commands } from './commands'
import { common } from './common'
import { composer } from './composer'
import { contacts } from './contacts'
import { draft } from './draft'
import { filter } from './filter'
import { frame } from './frame'
import { guide } from './guide'
import { history } from './history'
import { home } from './home'
import { sections } from './sections'
import { settings } from './settings'
import { shortcuts } from './shortcuts'
import { source } from './source'
import { statement } from './statement'
import { templates } from './templates'
import { tour } from './tour'

export const fr = {
  accounts,
  archives,
  backups,
  base,
  bill,
  campaign,
  campaigns,
  commands,
  common,
  composer,
  contacts,
  draft,
  filter,
  frame,
  guide,
  history,
  home,
  sections,
  settings,
  shortcuts,
  source,
  statement,
  templates,
  tour,
} as const
export type Messages = MessagesOf<typeof fr>
