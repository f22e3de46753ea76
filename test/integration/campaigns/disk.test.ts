/**
 * A disk that is full or cannot be written: no request leaves without its committed claim, the campaign stops and says
 * why; with room again it goes on, answers that could not be written stay doubtful, and nobody is sent to twice.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine } from '@core/campaigns/engine'
import { campaignWishHandlers } from '@core/campaigns/campaign-handlers'
import { connect, databaseFileName, openDatabase, type Db } from '@core/storage/open'
import { findCampaign } from '@core/storage/campaign'
import { countMessages } from '@core/storage/campaign-run'
import type { AppError } from '@shared/errors'
import { accepted, insertCampaign, scriptGateway } from '../../helpers/campaign-fixture'
import { createTestContext } from '../../helpers/core-context'

const closers: (() => unknown)[] = []
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close()
})

/** A file system of its own, of `kilobytes`; null where this machine does not let us mount one. */
function mountTmpfs(kilobytes: number): { folder: string; remount(options: string): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'griot-disk-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0
  if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder)) return null
  closers.push(() => spawnSync('umount', ['-l', folder]))
  return {
    folder,
    remount(options) {
      if (!mount('-o', `remount,${options}`, folder)) throw new Error(`not remounted with ${options}`)
    },
  }
}

interface Scene {
  readonly db: Db
  readonly campaignId: number
  /** Committed states, seen by another connection, of every message at the moment its request left. */
  readonly statesAtSending: string[]
  readonly sent: string[]
  send(): Promise<void>
  resume(): Promise<void>
}

function stage(dataDir: string, count: number, onRequest: (request: number, db: Db) => void): Scene {
  const statesAtSending: string[] = []
  const sent: string[] = []
  let requests = 0
  const gateway = scriptGateway(({ id, phone }) => {
    const observer = connect(join(dataDir, databaseFileName), { readonly: true })
    statesAtSending.push(observer.prepare('SELECT state FROM message WHERE id = ?').pluck().get(id) as string)
    observer.close()
    sent.push(phone)
    onRequest((requests += 1), context.db)
    return accepted
  })
  const context = createTestContext({ gateways: [gateway.provider], dataDir })
  closers.push(() => context.close())
  const engine = createEngine(context, { resumeOffline: false })
  const campaignId = insertCampaign(context, count, { concurrency: 4 })
  const wishes = campaignWishHandlers(context, engine)
  return {
    db: context.db,
    campaignId,
    statesAtSending,
    sent,
    async send() {
      engine.begin(campaignId)
      await engine.ended(campaignId)
    },
    async resume() {
      engine.recover()
      if (findCampaign(context.db, campaignId)?.state === 'paused') await wishes['campaigns.resume']({ id: campaignId })
      await engine.ended(campaignId)
    },
  }
}

function expectStoppedSafely(scene: Scene, count: number): void {
  expect(new Set(scene.statesAtSending)).toEqual(new Set(['sending']))
  expect(scene.sent.length).toBeLessThan(count)
  expect(new Set(scene.sent).size).toBe(scene.sent.length)
}

function expectEverybodyOnce(scene: Scene, count: number): void {
  const { db, campaignId, sent } = scene
  const { accepted: taken, unknown, pending, sending } = countMessages(db, campaignId)
  expect(findCampaign(db, campaignId)?.state).toBe('finished')
  expect({ pending, sending, all: taken + unknown }).toEqual({ pending: 0, sending: 0, all: count })
  expect(unknown).toBeLessThanOrEqual(4)
  expect(new Set(sent).size).toBe(sent.length)
  expect(sent).toHaveLength(count)
}

describe('a database that may not grow', () => {
  it('stops the campaign with its reason; with room again it goes on and everybody gets it once', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'griot-full-'))
    closers.push(() => rmSync(dataDir, { recursive: true, force: true }))
    const scene = stage(dataDir, 400, (request, db) => {
      if (request === 40) db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`)
    })
    await scene.send()
    expectStoppedSafely(scene, 400)
    expect(findCampaign(scene.db, scene.campaignId)).toMatchObject({ state: 'paused', pauseReason: 'storage' })
    scene.db.pragma('max_page_count = 1000000')
    await scene.resume()
    expectEverybodyOnce(scene, 400)
  })
})

describe('a file system of its own', () => {
  it('full: stops, and goes on when there is room', async (test) => {
    const disk = mountTmpfs(40_000)
    if (!disk) return test.skip('needs the right to mount a tmpfs')
    const scene = stage(disk.folder, 400, (request) => {
      if (request !== 40) return
      const filler = join(disk.folder, 'filler')
      for (let bytes = 40_000_000; bytes >= 1024; bytes = Math.floor(bytes / 2)) {
        try {
          writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
        } catch {
          // as much as fits
        }
      }
    })
    await scene.send()
    expectStoppedSafely(scene, 400)
    rmSync(join(disk.folder, 'filler'))
    await scene.resume()
    expectEverybodyOnce(scene, 400)
  })

  it('turned read-only while sending: stops, and goes on when it can be written again', async (test) => {
    const disk = mountTmpfs(40_000)
    if (!disk) return test.skip('needs the right to mount a tmpfs')
    const scene = stage(disk.folder, 200, () => undefined)
    scene.db.pragma('query_only = ON')
    await expect(scene.send()).rejects.toThrow()
    expect(scene.sent).toEqual([])
    scene.db.pragma('query_only = OFF')
    await scene.send()
    expect(scene.sent).toHaveLength(200)
  })

  it('read-only from the start: refused with a code that says so, nothing created', (test) => {
    const disk = mountTmpfs(1000)
    if (!disk) return test.skip('needs the right to mount a tmpfs')
    disk.remount('ro')
    expect(() => openDatabase({ dataDir: join(disk.folder, 'Griot'), now: 0 })).toThrow(
      expect.objectContaining({ code: 'folder_read_only' }) as AppError,
    )
  })
})
