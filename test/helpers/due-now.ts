import { join } from 'node:path'
import { connect, databaseFileName } from '@core/storage/open'

const two = (value: number): string => String(value).padStart(2, '0')

/** This computer's day, as YYYY-MM-DD. */
export function todayHere(): string {
  const now = new Date()
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** As if it were now the time of the campaign with dates of each person. @param id null for the only one */
export function makeDue({ dataDir }: { readonly dataDir: string }, id: number | null = null): void {
  const db = connect(join(dataDir, databaseFileName))
  db.prepare(
    `UPDATE campaign SET scheduled_at = ?, recurrence = '0 0 * * *', personal_dates = json_set(personal_dates, '$.from', ?)
     WHERE state = 'scheduled' AND id = coalesce(?, id)`,
  ).run(Date.now() - 1000, todayHere(), id)
  db.close()
}
