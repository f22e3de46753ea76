import type { MenuItemConstructorOptions as Item } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuCommands } from '@shared/window-contract'
import { menuTemplate, type MenuOptions } from '../../../electron/main/menu'

const options: MenuOptions = {
  language: 'fr',
  platform: 'win32',
  developer: false,
  canUpdate: true,
  disabled: new Set(),
  sending: false,
  run: vi.fn(),
  pauseAll: vi.fn(),
  openLogs: vi.fn(),
  checkForUpdates: vi.fn(),
  quit: vi.fn(),
}

function allItems(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? allItems(item.submenu) : [])])
}

describe.each(['win32', 'linux', 'darwin'] as const)('the menu on %s', (platform) => {
  const items = allItems(menuTemplate({ ...options, platform }))

  it('has every command of the contract once, quit included', () => {
    const ids = items.flatMap(({ id }) => (id === undefined ? [] : [id]))
    expect([...ids].sort()).toEqual([...menuCommands, 'campaign.pauseAll', 'logs.open', 'quit', 'updates.check'].sort())
  })

  it('gives no shortcut twice', () => {
    const shortcuts = items.flatMap(({ accelerator }) =>
      typeof accelerator === 'string' ? [accelerator.replace(/^(Cmd|Ctrl)\+/, 'CmdOrCtrl+')] : [],
    )
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
  })

  it('says everything itself, in French, and has no developer tools', () => {
    for (const item of items) {
      if (item.type !== 'separator') expect(item.label).toBeTruthy()
      expect(['reload', 'forceReload', 'toggleDevTools']).not.toContain(item.role)
    }
  })
})

describe('the menu', () => {
  it('runs the command that it shows, unless that is disabled', () => {
    const run = vi.fn()
    const [item] = allItems(menuTemplate({ ...options, run })).filter(({ id }) => id === 'campaign.new')
    ;(item!.click as unknown as () => void)()
    expect(run).toHaveBeenCalledWith('campaign.new')
    const disabled = allItems(menuTemplate({ ...options, disabled: new Set(['campaign.new']) }))
    expect(disabled.find(({ id }) => id === 'campaign.new')).toMatchObject({ enabled: false })
    expect(disabled.find(({ id }) => id === 'file.open')).toMatchObject({ enabled: true })
  })

  it('offers to pause only while something is being sent, and updates only where they can be made', () => {
    const pause = (sending: boolean) =>
      allItems(menuTemplate({ ...options, sending })).find(({ id }) => id === 'campaign.pauseAll')?.enabled
    expect([pause(true), pause(false)]).toEqual([true, false])
    expect(allItems(menuTemplate({ ...options, canUpdate: false })).some(({ id }) => id === 'updates.check')).toBe(
      false,
    )
  })

  it('speaks English too', () => {
    expect(menuTemplate({ ...options, language: 'en' }).map(({ label }) => label)).toEqual([
      'File',
      'Edit',
      'View',
      'Campaign',
      'Help',
    ])
  })
})
