/** Remote archives. */
import type { Messages } from '../fr'

export const archives: Messages['archives'] = {
  empty: {
    body: 'What the gateway remembers, compared with the history of this computer.',
    title: 'No archive to show',
  },
}
