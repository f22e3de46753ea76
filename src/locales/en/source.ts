/** A list as it was read: columns, encoding, first rows. */
import type { Messages } from '../fr'

export const source: Messages['source'] = {
  mapping: {
    choose: 'Choose the column',
    firstName: 'First name column',
    name: 'Name column',
    none: 'None',
    otherColumn: '{column} ({formatted} number at the start) | {column} ({formatted} numbers at the start)',
    others: 'Also:',
    phone: 'Number column',
  },
  reading: {
    auto: 'Recognised automatically',
    delimiter: 'Separator',
    delimiters: { bar: 'vertical bar', comma: 'comma', semicolon: 'semicolon', tab: 'tab' },
    encoding: 'Character encoding',
    header: 'Column headings',
    headerLine: 'On line…',
    headerNone: 'None: the first row is already a person',
    headerRow: 'Line of the headings',
    sheet: 'Sheet',
  },
  report: {
    dates: 'Order of dates',
    dayFirst: 'Day first (05/01: 5 January)',
    decimal: 'Decimal sign',
    decimalComma: 'Decimal comma (12,5)',
    decimalPoint: 'Decimal point (12.5)',
    firstLines: 'The first lines concerned: {lines}',
    hideLines: 'Hide the lines',
    includeHidden: 'Read hidden rows too',
    lines: 'Line {lines} | Lines {lines}',
    monthFirst: 'Month first (05/01: 1 May)',
    sheet: 'Sheet to read',
    showLines: 'Show the lines',
    title: 'What to know of how it was read',
  },
  sample: 'First rows',
}
