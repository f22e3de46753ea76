import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { listFileExtensions } from '@shared/list-file-extensions'
import { chooseDataDir, spreadsheetsIn } from '../../../electron/main/paths'

const set = vi.hoisted(() => new Map<string, string>())
vi.mock('electron', () => ({ app: { setPath: (name: string, path: string) => set.set(name, path) } }))

const folder = mkdtempSync(join(tmpdir(), 'griot-paths-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('files among the arguments', () => {
  it('are lists of every kind that is read, by path or address, in any case', () => {
    const files = listFileExtensions.map((extension) => join(folder, `élèves de CM2.${extension.toUpperCase()}`))
    for (const file of files) writeFileSync(file, '')
    expect(spreadsheetsIn(['griot', ...files], '/')).toEqual(files)
    expect(spreadsheetsIn(['griot', ...files.map((file) => pathToFileURL(file).href)], '/')).toEqual(files)
  })

  it('are neither options, nor other files, nor what is not there', () => {
    writeFileSync(join(folder, 'photo.png'), '')
    const argv = ['griot', '--x.csv', 'photo.png', 'absent.csv', 'file://elsewhere/%zz.csv']
    expect(spreadsheetsIn(argv, folder)).toEqual([])
  })
})

describe('a data folder that cannot be made', () => {
  it('leaves Chromium a folder of its owner alone, whose name nobody can know before', () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    vi.stubEnv('GRIOT_DATA_DIR', join(file, 'data'))
    const made = [1, 2].map(() => {
      expect(chooseDataDir()).toBe(join(file, 'data'))
      return set.get('userData') ?? ''
    })
    vi.unstubAllEnvs()
    expect(new Set(made).size).toBe(2)
    for (const path of made) {
      expect(basename(path)).toMatch(/^griot-\w{6}$/)
      expect(basename(path)).not.toContain(String(process.pid))
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o700)
      rmSync(path, { recursive: true })
    }
  })
})
