/**
 * A line of the audit log in words, in both languages: for the window, and for the exported file. What an older or a newer
 * Griot noted and this one does not know is shown as it was written. Pure.
 */
import type { AuditRow } from '../contract/program'
import { auditActions, type AuditAction } from '../domain/audit'
import { formatMoney } from '../domain/money'
import type { Language } from '../language'
import { auditWords as english } from './audit.en'
import { auditWords as french } from './audit.fr'
import type { AuditWords } from './audit-words'
import { recurrenceWords, zonePlace } from './recurrence'

/** How figures are written where the words are shown. */
export interface AuditFormats {
  readonly number: (value: number) => string
  readonly dateTime: (at: number) => string
  readonly fileSize: (bytes: number) => string
}

export interface AuditLineWords {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: string
}

const wordsOf = (language: Language): AuditWords => (language === 'fr' ? french : english)

function wordIn(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

export function auditLineWords(row: AuditRow, language: Language, formats: AuditFormats): AuditLineWords {
  const words = wordsOf(language)
  return {
    actor: wordIn(words.actors, row.actor) ?? row.actor,
    action: wordIn(words.actions, row.action) ?? row.action,
    subject: subjectWords(row, words),
    detail: detailWords(row, language, formats),
  }
}

/** Actions whose words, in either language, hold `part` (any case). */
export function auditActionsNamed(part: string): AuditAction[] {
  const wanted = part.toLocaleLowerCase('fr')
  return auditActions.filter((action) =>
    [french, english].some(({ actions }) => actions[action].toLocaleLowerCase('fr').includes(wanted)),
  )
}

/** Core names campaigns and contacts by their number, settings by their key. */
function subjectWords({ action, subject }: AuditRow, words: AuditWords): string {
  if (action === 'undo.restore') return wordIn(words.removed, subject) ?? subject
  if (action === 'settings.save')
    return subject
      .split(', ')
      .map((key) => wordIn(words.settings, key) ?? key)
      .join(', ')
  const [, noun = '', id = ''] = /^(campaign|contact) (\d+)$/.exec(subject) ?? []
  return wordIn(words.subjects, noun)?.replace('{id}', id) ?? subject
}

function detailWords({ detail }: AuditRow, language: Language, formats: AuditFormats): string {
  const words = wordsOf(language)
  const colon = language === 'fr' ? '\u202f: ' : ': '
  return Object.entries(detail)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => {
      const label = wordIn(words.details, key) ?? key
      // which fields were typed says nothing to anybody; that they were, does
      return key === 'credentials' ? label : label + colon + valueWords(key, value, { words, language, formats })
    })
    .join(' · ')
}

function valueWords(
  key: string,
  value: string | number,
  { words, language, formats }: { words: AuditWords; language: Language; formats: AuditFormats },
): string {
  if (key === 'kind') return wordIn(words.sources, String(value)) ?? String(value)
  if (key === 'recurrence') return recurrenceWords(String(value), null, language)
  if (key === 'timeZone') return zonePlace(String(value))
  const [, amount = '', currency = ''] =
    key === 'cost' ? (/^(\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(String(value)) ?? []) : []
  if (amount !== '') return formatMoney(amount, currency, language)
  if (typeof value === 'string') return value
  if (key === 'scheduledAt') return formats.dateTime(value)
  if (key === 'bytes') return formats.fileSize(value)
  if (key === 'rate')
    return value === 0 ? words.asFastAsPossible : words.perSecond.replace('{rate}', formats.number(value))
  return formats.number(value)
}
