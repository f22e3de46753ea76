/** Bundles planning.ts and runs it: `npx node test/bench/planning.mjs [recipients]`. */
import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.mjs'

spawnSync(process.execPath, [await bundle('planning.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
