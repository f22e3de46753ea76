/** Pasted text and typed numbers as tables. */
import type { Language } from '@shared/language'
import type { Delimiter } from '../delimited/detect-dialect'
import { namedLines } from '../named-lines'
import { sliceBatches } from '../row'
import { noFile, type SourceTable } from '../source-table'
import { detectPastedForm, readPasted } from './read-pasted'

const numberHeading: Readonly<Record<Language, string>> = { fr: 'Numéro', en: 'Number' }

/** @param delimiter set where a person chose one: then it is a table */
export function openPasted(text: string, delimiter: Delimiter | null, language: Language): SourceTable {
  const form = detectPastedForm(text, delimiter)
  const table: SourceTable = {
    ...noFile,
    kind: 'pasted',
    delimiter: form.kind === 'table' ? form.dialect.delimiter : null,
    ownHeadings: form.kind === 'list' ? [numberHeading[language]] : null,
    read: (reading) => readPasted(text, form, reading),
  }
  return form.kind === 'named' ? namedLines(table, language) : table
}

/** One row for each number, on the line of its place in the list. */
export function openNumbers(phones: readonly string[], language: Language): SourceTable {
  const rows = phones.map((phone, index) => ({ line: index + 1, values: [phone] }))
  return {
    ...noFile,
    kind: 'numbers',
    ownHeadings: [numberHeading[language]],
    read: async function* () {
      yield* sliceBatches({ rows, blank: 0 })
    },
  }
}
