/**
 * Lets plain Node (24, which strips types itself) run this repository's TypeScript: `node --import` this file, or import it
 * first. Imports without an extension find their `.ts`, and the aliases `@core` and `@shared` their folders.
 */
import { registerHooks } from 'node:module'

const electron = new URL('../../electron/', import.meta.url)

registerHooks({
  resolve(specifier, context, next) {
    if (context.parentURL?.includes('/node_modules/')) return next(specifier, context)
    const layer = /^@(core|shared)\/(.*)$/.exec(specifier)
    const target = layer === null ? specifier : new URL(`${layer[1]}/${layer[2]}`, electron).href
    const bare = (layer !== null || specifier.startsWith('.')) && !/\.(?:[cm]?[jt]s|json)$/.test(specifier)
    return next(bare ? `${target}.ts` : target, context)
  },
})
