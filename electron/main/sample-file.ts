/** The spreadsheet of the tour with due dates that are still to come: they are of the month after this one. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const dates = /(\d\d)\/(\d\d)\/(\d{4})/g

/**
 * A copy of `original` in `folder`; the one that is there while its dates are not past.
 * @returns its path
 */
export function freshSample(original: string, folder: string, now: Date): string {
  const path = join(folder, basename(original))
  // one character a byte: only figures change, whatever the encoding is
  if (existsSync(path) && isToCome(readFileSync(path, 'latin1'), now)) return path
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, withDatesAfter(readFileSync(original, 'latin1'), now), 'latin1')
  return path
}

export function withDatesAfter(text: string, now: Date): string {
  const month = new Date(now.getFullYear(), now.getMonth() + 1, 1)
  const lastDay = new Date(month.getFullYear(), month.getMonth() + 1, 0).getDate()
  const two = (value: number): string => String(value).padStart(2, '0')
  return text.replace(
    dates,
    (_date, day: string) =>
      `${two(Math.min(Number(day), lastDay))}/${two(month.getMonth() + 1)}/${month.getFullYear()}`,
  )
}

function isToCome(text: string, now: Date): boolean {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  return [...text.matchAll(dates)].every(
    ([, day, month, year]) => new Date(Number(year), Number(month) - 1, Number(day)) >= today,
  )
}
