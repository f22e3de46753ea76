/** A recurring campaign whose list is a file that people write to: what the tests of its sending and of its pauses begin with. */
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { CampaignRow } from '@shared/contract/campaigns'
import { automaticReading, type ColumnMapping, type ReadOptions, type SourceInput } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import { stageCore, type CoreStage } from './core-stage'

const hour = 3_600_000
export const day = 24 * hour
export const timeZone = 'Africa/Douala'
export const everyHour = '0 * * * *'

const open: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

export const phone = (index: number): string => `+2376${70_000_000 + index}`

export interface Person {
  readonly index: number
  readonly name?: string
  readonly due?: string
}

export const people = (count: number): Person[] => Array.from({ length: count }, (_, index) => ({ index }))
export const csv = (rows: readonly Person[], headings = 'Nom;Téléphone;Solde'): string =>
  [headings, ...rows.map(({ index, name, due }) => `${name ?? `Client ${index}`};${phone(index)};${due ?? '10'}`)]
    .join('\n')
    .concat('\n')

export interface Wishes {
  readonly where?: string[]
  readonly options?: Partial<ReadOptions>
  readonly mapping?: ColumnMapping | null
  /** The list is this group instead of the file. */
  readonly groupId?: number
}

export class Scene {
  readonly stage: CoreStage
  readonly file: string
  #writings = 0

  constructor(stage: CoreStage, folder: string) {
    this.stage = stage
    this.file = join(folder, 'clients.csv')
  }

  get handlers(): CoreStage['core']['handlers'] {
    return this.stage.core.handlers
  }

  /** Writes the list, each time with another date. */
  write(content: string, file = this.file): void {
    writeFileSync(file, content)
    this.#writings += 1
    const at = statSync(file).mtimeMs / 1000 + this.#writings
    utimesSync(file, at, at)
  }

  async schedule(
    text = 'Bonjour {{ Nom }}',
    { where = [], options = {}, mapping = null, groupId }: Wishes = {},
  ): Promise<number> {
    const { id } = await this.handlers['drafts.create']({ name: 'Rappel' })
    const patch = { accountId: this.stage.accountId, country: 'CM', template: text, concurrency: 1 }
    await this.handlers['drafts.save']({ id, patch })
    const source: SourceInput =
      groupId === undefined
        ? { kind: 'file', path: this.file, options: { ...automaticReading, ...options }, where }
        : { kind: 'group', groupId, where }
    await this.handlers['drafts.addSource']({ id, source, mapping, jobId: 'list' })
    const { recipients } = await this.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    await this.handlers['drafts.schedule']({
      id,
      confirmedRecipients: recipients,
      at: null,
      recurrence: everyHour,
      timeZone,
    })
    return id
  }

  /** Puts the clock to the campaign's next time and lets core do what is due. */
  async comes(id: number): Promise<void> {
    const { scheduledAt } = await this.stage.view(id)
    const now = this.stage.core.clock.now()
    this.stage.later(Math.max(0, (scheduledAt ?? 0) - now) + 1000)
    await this.stage.core.runDue()
  }

  async occurrences(id: number): Promise<CampaignRow[]> {
    const page = { states: [], search: '', offset: 0, limit: 50 }
    return (await this.handlers['campaigns.page'](page)).rows.filter((row) => row.id !== id).reverse()
  }

  sent(): string[] {
    return this.stage.gateway.log.map((entry) => entry.phone)
  }

  texts(): string[] {
    return this.stage.gateway.log.map((entry) => entry.text)
  }
}

export async function scene(): Promise<Scene> {
  const stage = await stageCore('lmtgroup')
  open.push(() => stage.close())
  const folder = mkdtempSync(join(tmpdir(), 'griot-lists-'))
  open.push(() => rmSync(folder, { recursive: true, force: true }))
  await stage.core.handlers['settings.save']({ quietHours: null })
  return new Scene(stage, folder)
}

export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

/** A list with two numbers corrected by hand, scheduled. */
export const correctedList = async (one: Scene): Promise<number> => {
  one.write(`Nom;Téléphone;Solde\nAwa;${phone(0)};1\nMoussa;12;2\nBola;;3\n`)
  const id = await one.schedule()
  await one.handlers['campaigns.unschedule']({ id })
  const page = { id, status: 'invalid' as const, search: '', offset: 0, limit: 5 }
  const { rows } = await one.handlers['drafts.recipients'](page)
  for (const [index, { id: recipientId }] of rows.entries())
    await one.handlers['drafts.fixRecipient']({ id, recipientId, phone: phone(7 + index) })
  await one.handlers['drafts.schedule']({ id, confirmedRecipients: 3, at: null, recurrence: everyHour, timeZone })
  return id
}

export function look(
  one: Scene,
  id: number,
  choice: { path?: string; acceptList?: boolean } = {},
): ReturnType<Scene['handlers']['campaigns.lookAgain']> {
  const { path = null, acceptList = false } = choice
  return one.handlers['campaigns.lookAgain']({ id, path, acceptList, jobId: 'look' })
}
