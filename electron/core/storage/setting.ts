/**
 * Settings as rows `key → JSON`. Promises a complete, valid Settings whatever is on disk: a value that is missing,
 * damaged or out of its limits is replaced by its default, the others stay. Read from the database at every call, since
 * the window and the command line share it.
 */
import { settings as settingsSchema, type Settings } from '@shared/contract/program'
import type { Db } from './open'
import { statement } from './statement'

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  country: 'CM',
  quietHours: { from: 21, to: 7 },
  defaultRate: null,
  defaultConcurrency: 8,
  confirmAbove: 1000,
  missedSchedules: 'ask',
  listener: { enabled: false, host: '127.0.0.1', port: 8765, secret: '', turns: {}, publicHost: '' },
  testPhone: null,
  tourDone: false,
  notifications: true,
  closeToTray: true,
  textZoom: 1,
  backups: { folder: '', keep: 7, protection: 'none', id: '' },
}

const sql = {
  all: 'SELECT key, value FROM setting',
  one: 'SELECT value FROM setting WHERE key = ?',
  write: 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
} as const

export function readSettings(db: Db): Settings {
  const rows = statement(db, sql.all).all() as { key: string; value: string }[]
  const stored = new Map(rows.map(({ key, value }) => [key, value]))
  const result: Record<string, unknown> = {}
  for (const key of settingKeys) {
    const parsed = settingsSchema.shape[key].safeParse(readable(stored.get(key)))
    result[key] = parsed.success ? parsed.data : defaultSettings[key]
  }
  return settingsSchema.parse(result)
}

/** Writes the keys of `patch` that are not undefined; the values were validated by the contract. */
export function writeSettings(db: Db, patch: Readonly<Partial<Settings>>): void {
  for (const key of settingKeys) {
    if (patch[key] !== undefined) statement(db, sql.write).run(key, JSON.stringify(patch[key]))
  }
}

/** Facts about the database itself that are no setting of a person, under keys that no setting can have. */
export function readMark(db: Db, mark: string): string | null {
  return (statement(db, sql.one).pluck().get(`#${mark}`) as string | undefined) ?? null
}

export function writeMark(db: Db, mark: string, value: string): void {
  statement(db, sql.write).run(`#${mark}`, value)
}

export const settingKeys = Object.keys(settingsSchema.shape) as readonly (keyof Settings)[]

function readable(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
