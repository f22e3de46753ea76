/**
 * Runs serve.ts on plain Node (24): types are stripped by Node itself, and imports without an extension find their `.ts`.
 */
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    const bare = specifier.startsWith('.') && !/\.[a-z]+$/.test(specifier)
    return next(bare ? `${specifier}.ts` : specifier, context)
  },
})

await import('./serve.ts')
