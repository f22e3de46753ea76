/** The pairs of colours that are put on each other, against WCAG 2.2 (1.4.3 and 1.4.11, level AA), in both themes. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/styles/tokens.css', 'utf8')

function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('\n}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1]!, found[2]!]))
}

/** Relative luminance, WCAG 2.2 definition. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'sidebar', 'hover']
const outcomes = ['ochre', 'success', 'danger']

const textPairs: [text: string, ground: string][] = [
  ...grounds.flatMap((ground) =>
    ['ink', 'muted', 'faint', 'accent-ink', ...outcomes.map((tone) => `${tone}-ink`)].map((text): [string, string] => [
      text,
      ground,
    ]),
  ),
  ...['ink', 'muted', 'accent-ink'].map((text): [string, string] => [text, 'accent-soft']),
  ...outcomes.flatMap((tone) =>
    ['ink', 'muted', `${tone}-ink`].map((text): [string, string] => [text, `${tone}-soft`]),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['ink', 'accent-line'],
  ['canvas', 'ink'],
]
const shapePairs: [shape: string, ground: string][] = [
  ...grounds.flatMap((ground) => ['control', 'focus'].map((shape): [string, string] => [shape, ground])),
  ...['canvas', 'surface', 'raised'].flatMap((ground) =>
    ['accent', ...outcomes].map((shape): [string, string] => [shape, ground]),
  ),
]

describe.each([
  ['light', tokensOf(':root')],
  ['dark', { ...tokensOf(':root'), ...tokensOf('.dark') }],
])('the %s theme', (_name, tokens) => {
  it.each(textPairs)('%s is readable as text on %s', (text, ground) => {
    expect(contrast(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(shapePairs)('%s is visible as an edge or a shape on %s', (shape, ground) => {
    expect(contrast(tokens[shape]!, tokens[ground]!)).toBeGreaterThanOrEqual(3)
  })
})
