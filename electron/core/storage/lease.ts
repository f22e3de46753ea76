/**
 * Who sends a campaign: one row, renewed by its holder. A lease whose holder is gone (not renewed in time, or its process
 * no longer lives on this computer) can be taken. Every claim checks the lease in its own transaction, so a holder that
 * slept through a take-over finds out before its next request.
 */
import { statement } from './statement'
import type { Db } from './open'

export interface Holder {
  /** Unique per process start. */
  readonly id: string
  readonly processId: number
  readonly host: string
}

export interface Lease {
  readonly holder: string
  readonly processId: number
  readonly host: string
  readonly renewedAt: number
  readonly expiresAt: number
}

/** A dead holder is taken over within 10 seconds: it lasts 8, is renewed every 2. */
export const leaseMs = 8000
export const renewEveryMs = 2000

export function readLease(db: Db, campaignId: number): Lease | null {
  const row = statement(
    db,
    'SELECT holder, process_id AS processId, host, renewed_at AS renewedAt, expires_at AS expiresAt FROM lease WHERE campaign_id = ?',
  ).get(campaignId) as Lease | undefined
  return row ?? null
}

/**
 * True while somebody may still be sending under this lease. A lease far in the future was written before the clock was
 * set back: it counts from when it was renewed, not for ever.
 */
export function isLeaseAlive(lease: Lease, now: number, isProcessAlive: (lease: Lease) => boolean | null): boolean {
  const alive = isProcessAlive(lease)
  if (alive === false) return false
  return now < lease.expiresAt && now >= lease.renewedAt - leaseMs
}

/** Takes the lease; call inside an immediate transaction after `isLeaseAlive` said no. */
export function writeLease(db: Db, campaignId: number, holder: Holder, now: number): void {
  statement(
    db,
    `INSERT INTO lease (campaign_id, holder, process_id, host, renewed_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (campaign_id) DO UPDATE SET holder = excluded.holder, process_id = excluded.process_id,
       host = excluded.host, renewed_at = excluded.renewed_at, expires_at = excluded.expires_at`,
  ).run(campaignId, holder.id, holder.processId, holder.host, now, now + leaseMs)
}

/** False when the lease is no longer ours. */
export function renewLease(db: Db, campaignId: number, holderId: string, now: number): boolean {
  const { changes } = statement(
    db,
    'UPDATE lease SET renewed_at = ?, expires_at = ? WHERE campaign_id = ? AND holder = ?',
  ).run(now, now + leaseMs, campaignId, holderId)
  return changes === 1
}

export function releaseLease(db: Db, campaignId: number, holderId: string): void {
  statement(db, 'DELETE FROM lease WHERE campaign_id = ? AND holder = ?').run(campaignId, holderId)
}
