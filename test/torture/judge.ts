/**
 * Says what a killed campaign came to. The gateway's own append-only log is the witness; the database is the accused.
 */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'

export interface Verdict {
  readonly recipients: number
  /** Numbers that the gateway accepted more than once. */
  readonly twice: number
  /** Recipients of whom Griot says "sent" though the gateway never saw them, or who are in no state at all. */
  readonly lost: number
  readonly unknown: number
  readonly pending: number
  /** Rows left as `sending`: what the killed process had in flight. */
  readonly sending: number
  readonly accepted: number
}

/** Phones with `+` in the gateway's log, each with how often it was accepted, from line `from` on. */
export function readLog(file: string, from: number): Map<string, number> {
  const accepted = new Map<string, number>()
  for (const line of readFileSync(file, 'utf8').split('\n').slice(from)) {
    // a line cut by a kill of the gateway itself cannot happen here: only the sender is killed
    if (line === '') continue
    const { phone } = JSON.parse(line) as { phone: string }
    accepted.set(phone, (accepted.get(phone) ?? 0) + 1)
  }
  return accepted
}

export const logLength = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1

export function judge(
  databaseFile: string,
  campaign: number,
  accepted: ReadonlyMap<string, number>,
  recipients: number,
): Verdict {
  const db = new Database(databaseFile, { readonly: true })
  try {
    const rows = db.prepare('SELECT phone, state FROM message WHERE campaign_id = ?').all(campaign) as {
      phone: string
      state: string
    }[]
    const of = (state: string): number => rows.filter((row) => row.state === state).length
    const invented = rows.filter(({ phone, state }) => state === 'accepted' && !accepted.has(phone)).length
    // the gateway took it, and Griot would send it again
    const forgotten = rows.filter(
      ({ phone, state }) => ['pending', 'failed', 'cancelled', 'rejected'].includes(state) && accepted.has(phone),
    ).length
    return {
      recipients: rows.length,
      twice: [...accepted.values()].filter((times) => times > 1).length + forgotten,
      lost: invented + (recipients - rows.length),
      unknown: of('unknown'),
      pending: of('pending'),
      sending: of('sending'),
      accepted: of('accepted'),
    }
  } finally {
    db.close()
  }
}
