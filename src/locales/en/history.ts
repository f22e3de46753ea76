/** History. */
import type { Messages } from '../fr'

export const history: Messages['history'] = {
  empty: {
    body: 'Every message that Griot sends stays here, with what the gateway answered.',
    title: 'No message sent yet',
  },
}
