/** Writes the shop export of test/helpers for a bench, in a process of its own. */
import { makeExport } from '../helpers/make-export'

const [path = '', rows = '1000000', country = 'CM'] = process.argv.slice(2)
await makeExport(path, { rows: Number(rows), country: country as 'CM' | 'TG' | 'CI' })
