/** The user's guide. */
import type { Messages } from '../fr'

export const guide: Messages['guide'] = {
  chapters: 'Chapters',
  subtitle: 'The whole job, step by step, in the words of the window.',
}
