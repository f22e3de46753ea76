/** A campaign with personal dates over a file or a group, in a core whose clock is set to any day. */
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CampaignRow } from '@shared/contract/campaigns'
import type { PersonalCalendar, PersonalDatesChoice } from '@shared/contract/personal-dates'
import { automaticReading, type ReadOptions, type SourceInput } from '@shared/contract/recipients'
import { addDays } from '@shared/domain/calendar-day'
import { zonedFields, zonedMoment } from '@shared/domain/zoned-time'
import { AppError } from '@shared/errors'
import { connect, databaseFileName } from '@core/storage/open'
import { stageCore, type CoreStage } from './core-stage'

export const zone = 'Africa/Douala'

/** `2031-05-01T08:00` in that zone. */
export function dayAt(moment: string): number {
  return zonedMoment({ date: moment.slice(0, 10), time: moment.slice(11) }, zone) ?? Number.NaN
}

export const phoneOf = (index: number): string => `+2376${70_000_000 + index}`

type Choice = Partial<PersonalDatesChoice>
const choiceOf = (choice: Choice): PersonalDatesChoice => ({
  column: 'Date',
  days: 0,
  yearly: false,
  lateDays: 2,
  ...choice,
})

const open: (() => Promise<void> | void)[] = []

export async function closeDateScenes(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close()
}

export class DateScene {
  readonly stage: CoreStage
  readonly file: string
  groupId = 0
  #writings = 0

  constructor(stage: CoreStage, folder: string) {
    this.stage = stage
    this.file = join(folder, 'clients.csv')
  }

  get handlers(): CoreStage['core']['handlers'] {
    return this.stage.core.handlers
  }

  /** Index of the person, and what stands in the column Date. */
  write(rows: readonly (readonly [number, string])[]): void {
    const lines = rows.map(([index, date]) => `Client ${index};${phoneOf(index)};${date}`)
    this.writeText(['Nom;Téléphone;Date', ...lines].join('\n').concat('\n'))
  }

  writeText(content: string): void {
    writeFileSync(this.file, content)
    this.#writings += 1
    const at = statSync(this.file).mtimeMs / 1000 + this.#writings
    utimesSync(this.file, at, at)
  }

  async addMember(index: number, date: string): Promise<void> {
    if (this.groupId === 0) this.groupId = (await this.handlers['groups.save']({ name: 'Clients' })).id
    await this.handlers['contacts.save']({
      phone: phoneOf(index),
      name: `Client ${index}`,
      country: 'CM',
      fields: { Date: date },
      groupIds: [this.groupId],
    })
  }

  /** Sets the clock and does what is due. */
  async at(moment: string): Promise<void> {
    this.stage.later(dayAt(moment) - this.stage.core.clock.now())
    await this.stage.core.runDue()
  }

  /** Does what is due, at whatever time it is. */
  async look(): Promise<void> {
    await this.stage.core.runDue()
  }

  /** Ends the process in the middle of a look, after so many turns of its event loop, and starts another one. */
  async giveUpAfter(turns: number): Promise<void> {
    const looking = this.stage.core.runDue().catch(() => [])
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    await this.stage.restart()
    await looking
  }

  /** Who has a message for which date, as the database has it. */
  messagesByDate(): { date: string; phone: string }[] {
    const db = connect(join(this.stage.dataDir, databaseFileName), { readonly: true })
    const rows = db.prepare('SELECT date, phone FROM personal_date').all() as { date: string; phone: string }[]
    db.close()
    return rows
  }

  /** As if no day was ever dealt with. */
  forgetDays(): void {
    const db = connect(join(this.stage.dataDir, databaseFileName))
    db.exec('DELETE FROM personal_day')
    db.close()
  }

  /** At half past nine of each of the days. */
  async dayByDay(first: string, last: string): Promise<void> {
    for (let day = first; day <= last; day = addDays(day, 1)) await this.at(`${day}T09:30`)
  }

  async draft(options: Partial<ReadOptions> = {}, source: SourceInput | null = null): Promise<number> {
    const { id } = await this.handlers['drafts.create']({ name: 'Dates' })
    const patch = { accountId: this.stage.accountId, country: 'CM', template: 'Bonjour {{ Nom }}', concurrency: 1 }
    await this.handlers['drafts.save']({ id, patch })
    const file = { kind: 'file' as const, path: this.file, options: { ...automaticReading, ...options }, where: [] }
    await this.handlers['drafts.addSource']({ id, source: source ?? file, mapping: null, jobId: 'list' })
    return id
  }

  async schedule(choice: Choice, options: Partial<ReadOptions> = {}, recurrence = '0 9 * * *'): Promise<number> {
    return this.again(await this.draft(options), choice, recurrence)
  }

  async scheduleGroup(choice: Choice): Promise<number> {
    return this.again(await this.draft({}, { kind: 'group', groupId: this.groupId }), choice)
  }

  async again(id: number, choice: Choice, recurrence = '0 9 * * *'): Promise<number> {
    const { recipients } = await this.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    await this.handlers['drafts.schedule']({
      id,
      confirmedRecipients: recipients,
      at: null,
      recurrence,
      timeZone: zone,
      personalDates: choiceOf(choice),
    })
    return id
  }

  calendar(id: number, choice: Choice | null = null): Promise<PersonalCalendar> {
    const personalDates = choice === null ? null : choiceOf(choice)
    return this.handlers['schedule.calendar']({ id, personalDates, timeZone: zone, jobId: 'calendar' })
  }

  /** Numbers in the order in which the gateway got them. */
  sent(): string[] {
    return this.stage.gateway.log.map(({ phone }) => phone)
  }

  /** Day on which it came, and number, sorted. */
  log(): [string, string][] {
    return this.stage.gateway.log
      .map(({ phone, at }): [string, string] => [zonedFields(at, zone).date, phone])
      .sort((one, other) => (one.join() < other.join() ? -1 : 1))
  }

  async occurrences(id: number): Promise<CampaignRow[]> {
    const page = { states: [], search: '', offset: 0, limit: 200 }
    return (await this.handlers['campaigns.page'](page)).rows.filter((row) => row.id !== id).reverse()
  }

  codeOf(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
      () => null,
      (error: unknown) => (error instanceof AppError ? error.code : error),
    )
  }
}

/** @param start where the clock stands, `2031-05-01T08:00` in `zone` */
export async function dateScene(start: string): Promise<DateScene> {
  const stage = await stageCore('lmtgroup')
  open.push(() => stage.close())
  const folder = mkdtempSync(join(tmpdir(), 'griot-dates-'))
  open.push(() => rmSync(folder, { recursive: true, force: true }))
  stage.later(dayAt(start) - stage.core.clock.now())
  await stage.core.handlers['settings.save']({ quietHours: null })
  return new DateScene(stage, folder)
}
