import { effectScope } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { matchesShortcut, parseShortcut, shortcutCaps, useShortcut } from '@/composables/use-shortcut'

const press = (key: string, more: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })

describe('a shortcut', () => {
  it('takes Ctrl or Cmd as the platform does, and no other modifier', () => {
    const keys = parseShortcut('mod+k')
    expect(matchesShortcut(press('k', { ctrlKey: true }), keys, false)).toBe(true)
    expect(matchesShortcut(press('k', { metaKey: true }), keys, false)).toBe(false)
    expect(matchesShortcut(press('k', { metaKey: true }), keys, true)).toBe(true)
    expect(matchesShortcut(press('K', { ctrlKey: true, shiftKey: true }), keys, false)).toBe(false)
  })

  it('does not mind Shift for a sign, which some keyboards need', () => {
    expect(matchesShortcut(press('?', { shiftKey: true }), parseShortcut('?'), false)).toBe(true)
  })

  it('is shown with the caps of the platform', () => {
    expect(shortcutCaps('mod+shift+k', false)).toEqual(['Ctrl', '⇧', 'K'])
    expect(shortcutCaps('mod+k', true)).toEqual(['⌘', 'K'])
  })
})

describe('useShortcut', () => {
  const scope = effectScope()
  afterEach(() => document.body.replaceChildren())

  it('runs anywhere with Ctrl, stays quiet in a field without it, and stops with its scope', () => {
    const withMod = vi.fn()
    const alone = vi.fn()
    scope.run(() => {
      useShortcut('mod+k', withMod)
      useShortcut('/', alone)
    })
    const field = document.createElement('input')
    document.body.append(field)
    field.dispatchEvent(press('k', { ctrlKey: true }))
    field.dispatchEvent(press('/'))
    expect(withMod).toHaveBeenCalledTimes(1)
    expect(alone).not.toHaveBeenCalled()
    document.body.dispatchEvent(press('/'))
    expect(alone).toHaveBeenCalledTimes(1)

    scope.stop()
    document.body.dispatchEvent(press('k', { ctrlKey: true }))
    expect(withMod).toHaveBeenCalledTimes(1)
  })
})
