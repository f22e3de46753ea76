/** An XLSX file as a table: one of its sheets. */
import { basename } from 'node:path'
import type { FileFormat } from '../files/file-format'
import { noFile } from '../source-table'
import { chooseSheet, otherSheets } from './choose-sheet'
import { isZip } from './container/zip-archive'
import { lookAtSheets, mergedRanges, openXlsx, readSheet } from './read-spreadsheet'

export const xlsxFormat: FileFormat = {
  recognises: isZip,
  async open(opening) {
    const xlsx = await openXlsx(opening)
    const sheets = await lookAtSheets(xlsx)
    const chosen = chooseSheet(sheets, opening.options.sheet ?? null, opening.path)
    const sheet = { ...chosen, merged: await mergedRanges(opening, chosen) }
    const others = otherSheets(sheets, chosen)
    return {
      ...noFile,
      kind: 'spreadsheet',
      fileName: basename(opening.path),
      stamp: opening.stamp,
      sheetNames: sheets.map(({ name }) => name),
      sheet: sheet.name,
      read: (reading) => {
        if (others > 0) reading?.notices?.add('other_sheets', null, others)
        return readSheet(xlsx, sheet, reading)
      },
    }
  },
}
