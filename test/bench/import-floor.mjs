/**
 * The floor that import is compared with: papaparse in its fast chunk form and libphonenumber, nothing else.
 * With `--insert`, one prepared INSERT per row on top. Prints one JSON line: milliseconds, peak memory, counts.
 */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import Papa from 'papaparse'

const [path, phoneColumn, country, mode] = process.argv.slice(2)
const started = performance.now()
let insert = null
let finish = () => undefined
if (mode === '--insert') {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(`${path}.floor.db`)
  database.pragma('journal_mode = WAL')
  database.exec('CREATE TABLE contact (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE, name TEXT, fields TEXT)')
  insert = database.prepare('INSERT OR IGNORE INTO contact (phone, name, fields) VALUES (?, ?, ?)')
  database.exec('BEGIN')
  finish = () => database.exec('COMMIT')
}

async function* text() {
  const decoder = new TextDecoder('windows-1252')
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk, { stream: true })
}

let rows = 0
let valid = 0
await new Promise((resolve, reject) => {
  Papa.parse(Readable.from(text()), {
    delimiter: ';',
    skipEmptyLines: true,
    chunk({ data }) {
      for (const row of data) {
        if (rows++ === 0) continue
        const phone = parsePhoneNumberFromString(row[phoneColumn], country)
        if (phone?.isValid() !== true) continue
        valid++
        insert?.run(phone.number, row[0], JSON.stringify(row))
      }
    },
    complete: resolve,
    error: reject,
  })
})
finish()
console.log(
  JSON.stringify({
    milliseconds: Math.round(performance.now() - started),
    cpuMilliseconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    rows: rows - 1,
    valid,
  }),
)
