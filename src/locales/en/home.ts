/** The home page. */
import type { Messages } from '../fr'

export const home: Messages['home'] = {
  empty: { body: 'Balances, running campaigns and the last sends are shown here.', title: 'Welcome to Griot' },
}
