/** Runs serve.ts on plain Node (24). */
import '../typescript-hooks.mjs'

await import('./serve.ts')
