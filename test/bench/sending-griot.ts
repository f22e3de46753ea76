/**
 * Griot's whole core sending the campaign of a folder that sending-seed.ts filled: claims, durable commits, requests,
 * answers, progress, heartbeat. `sending-griot.ts FOLDER [watch]` prints one JSON line. `watch` measures the event loop too.
 */
import { join } from 'node:path'
import { createCore } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import { databaseFileName, openDatabase } from '@core/storage/open'
import { watchLoop } from './loop-watch'

const [dataDir = '', watch] = process.argv.slice(2)
const inMegabytes = (bytes: number): number => Math.round((bytes / 1048576) * 10) / 10

const core = await createCore({
  dataDir,
  clock: systemClock,
  log: silentLog,
  actor: 'command_line',
  language: 'fr',
  version: '0.0.0',
  secrets: {
    read: () => Promise.resolve({ apiKey: 'key', clientId: '1' }),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    probe: () => Promise.resolve('ok' as const),
  },
})
core.start()
const [campaign] = (await core.handlers['campaigns.page']({ offset: 0, limit: 1, states: [], search: '' })).rows
if (campaign === undefined) throw new Error(`no campaign in ${dataDir}`)
// sampled: what the system calls the peak begins with that of the parent process
let peak = process.memoryUsage()
const startMegabytes = inMegabytes(peak.rss)
const sampling = setInterval(() => {
  if (process.memoryUsage.rss() > peak.rss) peak = process.memoryUsage()
}, 20)
const endWatch = watch === 'watch' ? watchLoop() : null
const started = performance.now()
const processor = process.cpuUsage()
await core.handlers['campaigns.resume']({ id: campaign.id })
await core.campaignEnded(campaign.id)
const milliseconds = performance.now() - started
const { user, system } = process.cpuUsage(processor)
const loop = endWatch?.() ?? {}
clearInterval(sampling)
await core.close()

const db = openDatabase({ dataDir, now: Date.now() })
const [messages, accepted] = db
  .prepare(`SELECT count(*), count(*) FILTER (WHERE state = 'accepted') FROM message`)
  .raw()
  .get() as [number, number]
db.close()
if (accepted !== messages) throw new Error(`${accepted} of ${messages} accepted in ${join(dataDir, databaseFileName)}`)
console.log(
  JSON.stringify({
    perSecond: Math.round(messages / (milliseconds / 1000)),
    cpuMicroseconds: Math.round(((user + system) / messages) * 10) / 10,
    peakMegabytes: inMegabytes(peak.rss),
    // of these: JavaScript's heap, used or not, and the buffers beside it
    heapMegabytes: inMegabytes(peak.heapTotal),
    externalMegabytes: inMegabytes(peak.external),
    startMegabytes,
    ...loop,
  }),
)
