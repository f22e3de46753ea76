/**
 * Which process sends which campaign: takes leases, finds out that a holder is dead, and turns what it left as `sending`
 * into `unknown` in the same transaction. `sending` is never resent by itself.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { AppError } from '@shared/errors'
import type { Clock } from '../clock'
import { campaignsToRecover, moveCampaign, orphanSending, readRunningCampaign } from '../storage/campaign-run'
import { isLeaseAlive, leaseMs, readLease, releaseLease, writeLease, type Holder, type Lease } from '../storage/lease'
import type { Db } from '../storage/open'

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

/** False when the holder's process is known to be gone; null where only the lease's time can tell. */
function isProcessAlive(lease: Lease): boolean | null {
  if (lease.host !== hostname()) return null
  try {
    process.kill(lease.processId, 0)
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? false : null
  }
}

export function createTenancy(db: Db, clock: Clock): Tenancy {
  const holder: Holder = { id: randomUUID(), processId: process.pid, host: hostname() }

  const isHeldByOther = (campaignId: number): boolean => {
    const lease = readLease(db, campaignId)
    return lease !== null && lease.holder !== holder.id && isLeaseAlive(lease, clock.now(), isProcessAlive)
  }

  const assertFree = (campaignId: number): void => {
    if (isHeldByOther(campaignId)) throw new AppError('campaign_busy', { campaign: campaignId })
  }

  const acquire = db.transaction((campaignId: number): void => {
    assertFree(campaignId)
    const now = clock.now()
    writeLease(db, campaignId, holder, now)
    orphanSending(db, campaignId, now)
  })

  const recoverOne = db.transaction((campaignId: number): boolean => {
    const now = clock.now()
    const lease = readLease(db, campaignId)
    if (lease && isHeldByOther(campaignId)) return false
    const campaign = readRunningCampaign(db, campaignId)
    if (!campaign) return false
    // another process has just started it and is about to take the lease
    if (!lease && campaign.state === 'sending' && Math.abs(now - campaign.updatedAt) < leaseMs) return false
    const orphans = orphanSending(db, campaignId, now)
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
