/**
 * Reading and billing 100,000 rows with typed columns, a filter and siblings, against the same rows without any of it, in turn
 * within one run: `npx node test/bench/choosing.mjs [rows] [rounds] [checkout of an earlier version]`. Each measurement is a
 * process of its own; processor time is compared.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

const [rows = '100000', rounds = '3', before] = process.argv.slice(2)
const now = await bundle('choosing.ts')
const programs = [
  ['plain', now, 'plain'],
  ['with filter and siblings', now, 'chosen'],
]
if (before !== undefined) {
  const bench = join(before, 'test/bench')
  copyFileSync(new URL('choosing.ts', import.meta.url), join(bench, 'choosing.ts'))
  const { bundle: bundleBefore } = await import(pathToFileURL(join(bench, 'bundle.mjs')).href)
  programs.unshift(['before', await bundleBefore('choosing.ts'), 'plain'])
}

for (const kind of ['csv', 'xlsx']) {
  const taken = new Map(programs.map(([name]) => [name, []]))
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, script, way] of programs) {
      const output = execFileSync(process.execPath, [script, kind, way, rows], { encoding: 'utf8' })
      taken.get(name).push(JSON.parse(output))
    }
  }
  const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)]
  const [[floor]] = programs
  const sum = ({ reading, bill }) => reading + bill
  console.log(`${kind}, ${rows} rows, processor time in milliseconds, medians of ${rounds}`)
  console.table(
    Object.fromEntries(
      [...taken].map(([name, results]) => [
        name,
        {
          reading: median(results.map(({ reading }) => reading)),
          bill: median(results.map(({ bill }) => bill)),
          [`× ${floor}`]: (median(results.map(sum)) / median(taken.get(floor).map(sum))).toFixed(2),
          recipients: results[0].recipients,
        },
      ]),
    ),
  )
}
