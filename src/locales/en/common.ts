/** Words that several pages share. */
import type { Messages } from '../fr'

export const common: Messages['common'] = {
  csv: 'CSV table',
  edit: 'Edit',
  export: 'Export',
  exportPdf: 'Save as PDF',
  exported: '{formatted} row exported | {formatted} rows exported',
  import: 'Import',
  more: 'Show more',
  notOffered: 'Not offered by this gateway.',
  pdfWritten: 'PDF saved',
  perSecond: 'per second',
  remove: 'Remove',
  restored: 'Restored',
  save: 'Save',
  showFile: 'Show the file',
  smsCount: '{formatted} SMS',
  stop: 'Stop',
  undo: 'Undo',
  undoing: 'Undoing',
}
