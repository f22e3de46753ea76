import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openShellState } from '../../../electron/main/shell-state'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'griot-shell-'))
})

describe('the state of the window', () => {
  it('is kept from one start to the next', () => {
    openShellState(folder).save({ bounds: { x: 1, y: 2, width: 900, height: 600 }, theme: 'dark' })
    expect(openShellState(folder).read()).toEqual({
      bounds: { x: 1, y: 2, width: 900, height: 600 },
      maximized: false,
      language: 'system',
      theme: 'dark',
    })
    expect(readdirSync(folder)).toEqual(['window-state.json'])
  })

  it.each(['', 'no json', '{"bounds":{"x":"1"}}', '[]', '{"theme":"pink"}'])(
    'starts afresh from a file that says %s',
    (content) => {
      writeFileSync(join(folder, 'window-state.json'), content)
      expect(openShellState(folder).read()).toMatchObject({ bounds: null, theme: 'system' })
    },
  )

  it('does not write what is the same', () => {
    const state = openShellState(folder)
    state.save({ theme: 'dark' })
    writeFileSync(join(folder, 'window-state.json'), 'touched')
    state.save({ theme: 'dark' })
    expect(readFileSync(join(folder, 'window-state.json'), 'utf8')).toBe('touched')
  })

  it('goes on where the folder cannot be written', () => {
    const state = openShellState(join(folder, 'missing'))
    expect(() => state.save({ theme: 'light' })).not.toThrow()
    expect(state.read().theme).toBe('light')
  })
})
