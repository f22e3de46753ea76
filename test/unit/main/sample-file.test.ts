import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshSample } from '../../../electron/main/sample-file'

const original = 'resources/samples/clients-exemple.csv'
const read = (path: string): string => readFileSync(path, 'latin1')
const days = (path: string): string[] => [...new Set(read(path).match(/\d\d\/\d\d\/\d{4}/g))].sort()

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'griot-sample-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the spreadsheet of the tour', () => {
  it.each([
    ['2026-11-27', ['15/12/2026', '20/12/2026', '31/12/2026']],
    ['2026-12-31', ['15/01/2027', '20/01/2027', '31/01/2027']],
    ['2028-01-31', ['15/02/2028', '20/02/2028', '29/02/2028']],
    ['2031-08-01', ['15/09/2031', '20/09/2031', '30/09/2031']],
  ])('of %s has dates of the month after, and nothing else changes', (today, dates) => {
    const path = freshSample(original, folder, new Date(`${today}T12:00`))
    expect(days(path)).toEqual(dates)
    expect(read(path).replace(/\d\d\/\d\d\/\d{4}/g, '')).toBe(read(original).replace(/\d\d\/\d\d\/\d{4}/g, ''))
  })

  it('stays as it is until its first date is past', () => {
    const path = freshSample(original, folder, new Date('2027-03-10T12:00'))
    const { mtimeMs } = statSync(path)
    writeFileSync(path, read(path).replace('Mbarga', 'Kamga'), 'latin1')
    freshSample(original, folder, new Date('2027-04-15T23:00'))
    expect(read(path)).toContain('Kamga')
    expect(statSync(path).mtimeMs).toBeGreaterThanOrEqual(mtimeMs)
    freshSample(original, folder, new Date('2027-04-16T00:01'))
    expect(days(path)).toEqual(['15/05/2027', '20/05/2027', '31/05/2027'])
  })
})
