/** The library of texts. */
import type { Messages } from '../fr'

export const templates: Messages['templates'] = {
  body: 'Text',
  copyOf: '{name} (copy)',
  duplicate: 'Duplicate',
  empty: {
    body: 'Keep the texts that you use again here, with their fields to fill.',
    title: 'No templates',
  },
  name: 'Name of the template',
  new: 'New template',
  noMatch: 'No template matches',
  removed: 'Template “{name}” removed',
  sample: 'With each column’s name in its place',
  saved: 'Template “{name}” saved',
  search: 'Search templates',
  segments: '{formatted} SMS | {formatted} SMS',
  subtitle: 'Your texts, ready for the next campaign.',
  syntax: 'Type two braces to put in a column. Where it may be empty, give a fallback: {example}',
  use: 'Use',
}
