/** Language and times of exported files: those of the person who exports. */
import type { Language } from '@shared/language'
import type { Settings } from '@shared/contract/program'

/** Where the setting follows the system, files are in French: spreadsheets travel, and most readers are French-speaking. */
export function exportLanguage({ language }: Pick<Settings, 'language'>): Language {
  return language === 'en' ? 'en' : 'fr'
}

/** `2026-11-22 09:05:00` in the computer's own time zone, which every spreadsheet reads as a date; empty for null. */
export function exportTime(at: number | null): string {
  if (at === null) return ''
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
