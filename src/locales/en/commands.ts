/** Commands of the palette and of the menu. */
import type { Messages } from '../fr'

export const commands: Messages['commands'] = {
  addAccount: 'Add an account',
  backup: 'Create a backup',
  doctor: 'Check that all is well',
  guide: 'Open the guide',
  importContacts: 'Import contacts',
  language: {
    en: 'Switch to English',
    fr: 'Passer en français',
  },
  newContact: 'New contact',
  newTemplate: 'New template',
  optOuts: 'See opt-outs',
  searchHistory: 'Search history',
  shortcuts: 'Keyboard shortcuts',
  tour: 'Take the tour',
  words: {
    gateway: 'gateway',
    send: 'send',
  },
}
