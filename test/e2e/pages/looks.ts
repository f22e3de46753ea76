/**
 * Looking at what a window shows: in both languages, both themes and two sizes, once it has come to rest; whether axe finds
 * anything serious; whether the page is wider than the window.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Griot } from '../../helpers/electron'
import type { FramePage } from './frame.page'

export interface Look {
  readonly language: 'fr' | 'en'
  readonly theme: 'light' | 'dark'
  readonly size: { readonly width: number; readonly height: number }
  /** Whether a screenshot is kept of it. */
  readonly isKept: boolean
  /** The first of its theme in its language: what both sizes share is checked here. */
  readonly isFirst: boolean
}

export const narrow = { width: 1024, height: 640 } as const
export const wide = { width: 1600, height: 1000 } as const

export async function resize(griot: Griot, size: Look['size']): Promise<void> {
  await griot.app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await griot.window.waitForFunction((width) => window.innerWidth === width, size.width)
}

/**
 * Until nothing moves and nothing loads: what appears has come to rest, what was asked has been answered. The bar of a campaign
 * that is being sent goes on moving.
 */
export async function settled({ window }: Griot): Promise<void> {
  await window.waitForFunction(
    () =>
      document.querySelector('main .breathe, main [aria-busy="true"]') === null &&
      document.getAnimations().every(({ playState, effect }) => {
        const { iterations } = effect?.getComputedTiming() ?? {}
        const target = effect instanceof KeyframeEffect ? effect.target : null
        return (
          playState !== 'running' ||
          iterations === Infinity ||
          (target?.closest('[role="progressbar"]') ?? null) !== null
        )
      }),
  )
}

/**
 * Shows the screen in every language, theme and size asked for and calls `look` at each, at rest. Of the eight looks four are
 * kept: each language, theme and size with each other once.
 */
export async function everyLook(
  griot: Griot,
  page: FramePage,
  look: (seen: Look) => Promise<void>,
  languages: readonly Look['language'][] = ['fr', 'en'],
): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    for (const language of languages) {
      await page.ask('settings.save', { language, theme })
      await page.window.waitForFunction(
        ([lang, isDark]) =>
          document.documentElement.lang === lang && document.documentElement.classList.contains('dark') === isDark,
        [language, theme === 'dark'] as const,
      )
      const atNarrow = (theme === 'light') === (language === 'fr')
      for (const [index, size] of (atNarrow ? [wide, narrow] : [narrow, wide]).entries()) {
        await resize(griot, size)
        await settled(griot)
        await look({ language, theme, size, isKept: index === 1, isFirst: index === 0 })
      }
    }
  }
}

/** What axe calls serious or critical, in words. Every rule is asked; where each passes is not written down. */
export async function seriousViolations({ window }: Griot): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: window })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], selectors: false, preload: false })
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Whether the page itself scrolls sideways: tables may, inside themselves. */
export function isTooWide(griot: Griot): Promise<boolean> {
  return griot.window.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}
