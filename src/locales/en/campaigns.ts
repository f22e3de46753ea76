/** The list of campaigns. */
import type { Messages } from '../fr'

export const campaigns: Messages['campaigns'] = {
  account: 'Account',
  all: 'All',
  cost: 'Cost',
  discard: 'Delete the draft {name}',
  discardIt: 'Delete the draft',
  discardMeaning: '“{name}” and its recipients will be deleted. Nothing was sent.',
  discardTitle: 'Delete this draft?',
  drafts: 'Drafts',
  empty: {
    body: 'A campaign is one text sent to a list of people, each with their own words.',
    title: 'No campaign yet',
  },
  filter: 'Filter by state',
  name: 'Campaign',
  notFound: 'No campaign matches',
  open: 'Open',
  progress: 'Progress',
  search: 'Find a campaign',
  state: 'State',
  when: 'Date',
}
