/**
 * Which process sends which campaign: takes leases, finds out that a holder is dead, and turns what it left as `sending`
 * into `unknown` in the same transaction. `sending` is never resent by itself.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { AppError } from '@shared/errors'
import type { Clock } from '../clock'
import { applyEarlyReportsOfText } from '../receipts/apply-report'
import { orphanSending } from '../storage/attempt'
import { findCampaign } from '../storage/campaign'
import { campaignsToRecover, moveCampaign } from '../storage/campaign-state'
import { isProcessAlive } from '../process-alive'
import { isLeaseAlive, leaseMs, readLease, releaseLease, writeLease, type Holder, type Lease } from '../storage/lease'
import type { Db } from '../storage/open'
import { hasEarlyReports } from '../storage/receipt'
import { unknownMessages } from '../storage/unknown-message'

export interface Tenancy {
  readonly holder: Holder
  /** Throws AppError campaign_busy while another live process holds the campaign. */
  acquire(campaignId: number): void
  release(campaignId: number): void
  assertFree(campaignId: number): void
  isHeldByOther(campaignId: number): boolean
  /** Recovers every campaign that a dead process left; returns those that changed. */
  recover(isMine: (campaignId: number) => boolean): number[]
}

/** Whoever looks away for longer than this starts watching a lease anew: it may have slept itself. */
const lookAwayMs = 4000

/** False when the holder's process is known to be gone; null where only the lease's time can tell. */
const holderAlive = (lease: Lease): boolean | null =>
  lease.host === hostname() && !isProcessAlive(lease.processId) ? false : null

export function createTenancy(db: Db, clock: Clock): Tenancy {
  const holder: Holder = { id: randomUUID(), processId: process.pid, host: hostname() }

  const isHeldByOther = (campaignId: number): boolean => {
    const lease = readLease(db, campaignId)
    return lease !== null && lease.holder !== holder.id && isLeaseAlive(lease, clock.now(), holderAlive)
  }

  const assertFree = (campaignId: number): void => {
    if (isHeldByOther(campaignId)) throw new AppError('campaign_busy', { campaign: campaignId })
  }

  /** Doubtful from now on, unless a report that was quicker than the answer proves more. Returns how many there were. */
  const orphan = (campaignId: number, now: number): number => {
    const orphans = orphanSending(db, campaignId, now)
    const gateway = findCampaign(db, campaignId)?.gateway ?? null
    if (orphans === 0 || gateway === null || !hasEarlyReports(db)) return orphans
    for (const { id: messageId, phone, text, gatewayMessageId } of unknownMessages(db, campaignId, null))
      if (gatewayMessageId === null) applyEarlyReportsOfText(db, { gateway, messageId, phone, text, now })
    return orphans
  }

  const acquire = db.transaction((campaignId: number): void => {
    assertFree(campaignId)
    const now = clock.now()
    writeLease(db, campaignId, holder, now)
    orphan(campaignId, now)
  })

  const watched = new Map<number, { renewedAt: number; since: number; lookedAt: number }>()

  /**
   * Nobody renews it: its process is gone, or we have watched it unchanged for as long as a lease lasts, by a clock that
   * nobody sets. The times written in it are not enough: after a sleep, or a clock put forward, every lease looks old.
   */
  const isAbandoned = (campaignId: number, lease: Lease): boolean => {
    if (lease.holder === holder.id) return true
    if (holderAlive(lease) === false) return true
    const lookedAt = clock.monotonic()
    const before = watched.get(campaignId)
    const isWatched = before?.renewedAt === lease.renewedAt && lookedAt - before.lookedAt <= lookAwayMs
    const since = isWatched ? before.since : lookedAt
    watched.set(campaignId, { renewedAt: lease.renewedAt, since, lookedAt })
    return lookedAt - since >= leaseMs
  }

  const recoverOne = db.transaction((campaignId: number): boolean => {
    const now = clock.now()
    const lease = readLease(db, campaignId)
    if (lease && !isAbandoned(campaignId, lease)) return false
    watched.delete(campaignId)
    const campaign = findCampaign(db, campaignId)
    if (!campaign) return false
    // another process has just started it and is about to take the lease
    if (!lease && campaign.state === 'sending' && Math.abs(now - campaign.updatedAt) < leaseMs) return false
    const orphans = orphan(campaignId, now)
    if (campaign.state === 'sending') {
      moveCampaign(db, { campaignId, from: 'sending', to: 'paused', now, pauseReason: 'interrupted', pauseError: null })
    }
    if (lease) releaseLease(db, campaignId, lease.holder)
    return orphans > 0 || campaign.state === 'sending'
  })

  return {
    holder,
    acquire: (campaignId) => acquire.immediate(campaignId),
    release: (campaignId) => releaseLease(db, campaignId, holder.id),
    assertFree,
    isHeldByOther,
    recover: (isMine) =>
      campaignsToRecover(db).filter((campaignId) => !isMine(campaignId) && recoverOne.immediate(campaignId)),
  }
}
