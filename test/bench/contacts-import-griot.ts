/**
 * Griot's own import of a file into contacts, in a process of its own. Prints one JSON line. `watch` watches the event loop
 * too, which itself costs processor time.
 */
import { contactHandlers } from '@core/contacts/contacts'
import { createTestContext } from '../helpers/core-context'
import { watchLoop } from './loop-watch'
import { automaticReading } from '@shared/contract/recipients'

const [path = '', dataDir = '', watch] = process.argv.slice(2)
const context = createTestContext({ dataDir })
const endWatch = watch === 'watch' ? watchLoop() : null
const started = performance.now()
const processorBefore = process.cpuUsage()
const { rows, valid, invalid, duplicate, added } = await contactHandlers(context)['contacts.import']({
  source: { kind: 'file', path, options: automaticReading },
  country: 'CM',
  migrate: true,
  mapping: null,
  groupName: null,
  rejectsPath: null,
  jobId: 'bench',
})
const milliseconds = Math.round(performance.now() - started)
const processor = process.cpuUsage(processorBefore)
console.log(
  JSON.stringify({
    milliseconds,
    cpuMilliseconds: Math.round((processor.user + processor.system) / 1000),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    rows,
    valid,
    invalid,
    duplicate,
    added,
    ...endWatch?.(),
  }),
)
context.close()
