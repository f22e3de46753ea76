/** Templates. */
import type { Messages } from '../fr'

export const templates: Messages['templates'] = {
  empty: { body: 'The texts that you use again, with their placeholders.', title: 'No templates yet' },
}
