import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { markClosed, markOpen } from '@core/storage/open-mark'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'griot-mark-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The number of a process that has just ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid

it('knows a clean stop from a crash, and forgets a crash once it was told', () => {
  expect(markOpen(folder)).toBe(true)
  markClosed(folder)
  expect(existsSync(join(folder, `.open-${process.pid}`))).toBe(false)

  writeFileSync(join(folder, `.open-${deadProcess()}`), '')
  expect(markOpen(folder)).toBe(false)
  expect(markOpen(folder)).toBe(true)
})

it('knows a crash of a process that had our number, as in a container', () => {
  if (process.platform !== 'linux') return
  const mark = join(folder, `.open-${process.pid}`)
  markOpen(folder)
  writeFileSync(mark, `${readFileSync(mark, 'utf8')}0`)
  expect(markOpen(folder)).toBe(false)
  expect(markOpen(folder)).toBe(true)
})

it('takes a process that still runs for what it is', () => {
  writeFileSync(join(folder, `.open-${process.ppid}`), '')
  expect(markOpen(folder)).toBe(true)
})

it('knows nothing of a folder that cannot be read, so the database is checked', () => {
  expect(markOpen(join(folder, 'missing'))).toBe(false)
})
