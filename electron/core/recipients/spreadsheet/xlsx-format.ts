/** An XLSX file as a table: one of its sheets. */
import { basename } from 'node:path'
import type { FileFormat } from '../files/file-format'
import { noFile } from '../source-table'
import { chooseSheet, isSpreadsheet, openSpreadsheet, readSheet } from './read-spreadsheet'

export const xlsxFormat: FileFormat = {
  recognises: isSpreadsheet,
  async open({ path, stamp, options, language, signal }) {
    const spreadsheet = await openSpreadsheet(path, stamp, signal)
    const sheet = chooseSheet(spreadsheet, options.sheet ?? null)
    return {
      ...noFile,
      kind: 'spreadsheet',
      fileName: basename(path),
      stamp,
      sheetNames: spreadsheet.workbook.sheets.map(({ name }) => name),
      sheet: sheet.name,
      read: (reading) => readSheet(spreadsheet, sheet, language, reading),
    }
  },
}
