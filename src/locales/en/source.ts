/** A list as it was read: columns, encoding, first rows. */
import type { Messages } from '../fr'

export const source: Messages['source'] = {
  mapping: {
    choose: 'Choose the column',
    firstName: 'First name column',
    name: 'Name column',
    none: 'None',
    phone: 'Number column',
  },
  reading: {
    auto: 'Recognised automatically',
    delimiter: 'Separator',
    delimiters: { bar: 'vertical bar', comma: 'comma', semicolon: 'semicolon', tab: 'tab' },
    encoding: 'Character encoding',
    header: 'First row',
    headerNo: 'Already a person',
    headerYes: 'Column headings',
    sheet: 'Sheet',
  },
  sample: 'First rows',
}
