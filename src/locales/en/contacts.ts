/** Contacts, groups and opt-outs. */
import type { Messages } from '../fr'

export const contacts: Messages['contacts'] = {
  empty: {
    body: 'The people you write to, with their groups and those who no longer want messages.',
    title: 'No contacts yet',
  },
}
