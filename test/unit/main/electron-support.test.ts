import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isSupportedElectron, oldestSupportedMajor } from '../../../electron/main/electron-support'

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  devDependencies: { electron: string }
}

it('an Electron is supported while it is one of the three newest majors when Griot was made', () => {
  const major = Number(/\d+/.exec(manifest.devDependencies.electron)?.[0])
  expect(oldestSupportedMajor).toBe(major - 2)
  expect(isSupportedElectron(`${major}.0.0`)).toBe(true)
  expect(isSupportedElectron(`${oldestSupportedMajor}.0.0-beta.1`)).toBe(true)
  expect(isSupportedElectron(`${oldestSupportedMajor - 1}.9.9`)).toBe(false)
})

it.each(['25.1.1', '9.0.0', '', 'nightly'])('%j is not', (version) => {
  expect(isSupportedElectron(version)).toBe(false)
})
