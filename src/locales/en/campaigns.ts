/** The list of campaigns. */
import type { Messages } from '../fr'

export const campaigns: Messages['campaigns'] = {
  empty: {
    body: 'A campaign is one text sent to a list of people, each with their own words.',
    title: 'No campaign yet',
  },
}
