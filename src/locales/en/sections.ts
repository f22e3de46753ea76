/** The sections of the program: the name in the sidebar and the title of the page. */
import type { Messages } from '../fr'

export const sections: Messages['sections'] = {
  accounts: 'Accounts',
  archives: 'Archives',
  campaign: 'Campaign',
  campaigns: 'Campaigns',
  contacts: 'Contacts',
  guide: 'Guide',
  history: 'History',
  home: 'Home',
  newCampaign: 'New campaign',
  settings: 'Settings',
  templates: 'Templates',
  tour: 'Guided tour',
}
