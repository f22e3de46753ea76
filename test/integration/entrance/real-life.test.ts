/** Files and pastes as people have them, read whole by core as the window and the command line ask it to. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { automaticReading, type SourceInput, type SourceView } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import { realLife } from '../../fixtures/entrance/real-life/all'
import type { RealLife } from '../../fixtures/entrance/real-life/real-life'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

let stage: CoreStage
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-real-life-'))
  stage = await stageCore('sandbox')
  await stage.core.handlers['settings.save']({ language: 'fr' })
})
afterAll(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

async function inspect(input: RealLife, index: number): Promise<SourceView> {
  const options = { ...automaticReading, ...input.options }
  let source: SourceInput
  if (input.pasted) source = { kind: 'pasted', text: String(input.content), options }
  else {
    const path = join(folder, `${index}-${input.name}`)
    await writeFile(path, input.content)
    source = { kind: 'file', path, options }
  }
  const country = input.country ?? 'CM'
  return stage.core.handlers['contacts.inspect']({ source, country, migrate: input.migrate === true })
}

const titles = realLife.map((input, index) => [`${index} ${input.name}`, input, index] as const)

describe('what people have', () => {
  it('is enough to believe in', () => {
    expect(new Set(realLife.map((input) => JSON.stringify(input))).size).toBeGreaterThanOrEqual(150)
  })

  it.each(titles)('%s', async (_title, input, index) => {
    const { right } = input
    if ('error' in right) {
      const error: unknown = await inspect(input, index).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(AppError)
      expect(error).toMatchObject({ code: right.error })
      return
    }
    const view = await inspect(input, index)
    const heading = (column: number | null | undefined): string | null =>
      typeof column === 'number' ? (view.columns[column] ?? null) : null
    const firstName = heading(view.mapping?.firstName)
    const name = heading(view.mapping?.name)
    expect({
      counts: [view.rows, view.valid, view.invalid, view.duplicate],
      phone: heading(view.mapping?.phone),
      who: firstName === null ? name : `${firstName} + ${name}`,
      row: view.sample[0]?.join(' | ') ?? '',
      notices: view.notices.map(({ code, count, lines }) => `${code} ${count} [${lines.join(',')}]`),
      problems: Object.fromEntries(view.problems.map(({ line, reason }) => [line, reason])),
    }).toEqual({
      counts: right.counts,
      phone: right.phone,
      who: right.who,
      row: right.row,
      notices: right.notices ?? [],
      problems: right.problems ?? {},
    })
    expect(view.rows).toBe(view.valid + view.invalid + view.duplicate)
    if (right.columns !== undefined) expect(view.columns).toEqual(right.columns)
    if (right.headerRow !== undefined) expect(view.headerRow).toBe(right.headerRow)
  })
})
