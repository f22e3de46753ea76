/** The frame of the window: sidebar, skip link, palette groups. */
import type { Messages } from '../fr'

export const frame: Messages['frame'] = {
  actions: 'Actions',
  brand: 'Griot',
  darkTheme: 'Switch to the dark theme',
  lightTheme: 'Switch to the light theme',
  navigation: 'Main navigation',
  pages: 'Pages',
  paletteHint: 'Search',
  running: {
    label: 'Running campaigns',
    pause: 'Pause {name}',
    progress: '{done} of {total}',
    resume: 'Resume {name}',
  },
  skip: 'Skip to content',
}
