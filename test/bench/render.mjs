/** Bundles render.ts and runs it: `npx node test/bench/render.mjs [messages] [rounds]`. */
import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.mjs'

spawnSync(process.execPath, [await bundle('render.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
