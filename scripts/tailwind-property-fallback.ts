/**
 * Makes Tailwind 4 work in Chrome 114 (Electron 25, the runtime of the end-to-end tests).
 *
 * Tailwind declares `@property --tw-ring { syntax: "*"; inherits: false }` without an initial value and relies on
 * `var(--tw-ring,)` being empty. Chrome 114 drops the whole declaration instead, and with it rings, blurs and tabular
 * figures (tailwindlabs/tailwindcss#15657). The same meaning without @property: the variable starts as `initial` on
 * every element, which also keeps it from being inherited. Tailwind does just that for browsers without @property.
 */
import type { Plugin } from 'vite'

const untypedProperty = /@property\s+(--tw-[\w-]+)\s*\{([^}]*)\}/g

/** Rewrites one style sheet; a sheet without such properties comes back as it was. */
export function replaceUntypedProperties(css: string): string {
  const names: string[] = []
  const rest = css.replace(untypedProperty, (rule, name: string, body: string) => {
    if (body.includes('initial-value') || !/syntax:\s*["']\*["']/.test(body)) return rule
    names.push(name)
    return ''
  })
  if (names.length === 0) return css
  const reset = names.map((name) => `${name}:initial`).join(';')
  // The first layer named is the weakest: every utility wins over this reset.
  return `@layer properties{*,::before,::after,::backdrop{${reset}}}${rest}`
}

/** Vite plugin: applies {@link replaceUntypedProperties} to the style sheets that are written. */
export function tailwindPropertyFallback(): Plugin {
  return {
    name: 'tailwind-property-fallback',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        const css = typeof file.source === 'string' ? file.source : Buffer.from(file.source).toString('utf8')
        file.source = replaceUntypedProperties(css)
      }
    },
  }
}
