/** Griot's own import of a file into contacts, in a process of its own. Prints one JSON line. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { contactHandlers } from '@core/contacts/contacts'
import { createTestContext } from '../helpers/core-context'

const [path = '', dataDir = ''] = process.argv.slice(2)
const context = createTestContext({ dataDir })
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const started = performance.now()
const { rows, valid, invalid, duplicate, added } = await contactHandlers(context)['contacts.import']({
  source: { kind: 'file', path, options: { encoding: null, delimiter: null, hasHeader: null, sheet: null } },
  country: 'CM',
  mapping: null,
  groupName: null,
  rejectsPath: null,
  jobId: 'bench',
})
const milliseconds = Math.round(performance.now() - started)
delay.disable()
const inMilliseconds = (nanoseconds: number): number => Math.round(nanoseconds / 1e5) / 10
console.log(
  JSON.stringify({
    milliseconds,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    rows,
    valid,
    invalid,
    duplicate,
    added,
    loopDelayP99: inMilliseconds(delay.percentile(99)),
    loopDelayMax: inMilliseconds(delay.max),
  }),
)
context.close()
