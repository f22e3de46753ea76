import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { listFileExtensions } from '@shared/list-file-extensions'
import { spreadsheetsIn } from '../../../electron/main/paths'

vi.mock('electron', () => ({ app: {} }))

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
