/** `griot send --on COLUMN`, the calendar of what will go out, and `griot run`, which sends it; lists that pause a campaign. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { connect, databaseFileName } from '@core/storage/open'
import { addDays } from '@shared/domain/calendar-day'
import { createCli, type Cli } from '../../helpers/cli'

const open: Cli[] = []
afterEach(() => {
  for (const cli of open.splice(0)) cli.remove()
})
function start(): Cli {
  const cli = createCli()
  open.push(cli)
  return cli
}

const two = (value: number): string => String(value).padStart(2, '0')
function today(): string {
  const now = new Date()
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

function write(cli: Cli, dates: readonly string[]): string {
  const path = join(cli.dataDir, 'patients.csv')
  const rows = dates.map((date, index) => `Patient ${index};+2376777123${40 + index};${date}`)
  writeFileSync(path, ['Nom;Téléphone;Rendez-vous', ...rows].join('\n'))
  return path
}

const send = (path: string, ...more: readonly string[]): string[] => [
  'send',
  ...['--account', 'sandbox', '--csv', path, '--country', 'CM', '--template', 'Bonjour {{ Nom }}', '--yes'],
  ...more,
]

/** As if this minute were its time: later in the day quiet hours would matter. */
function comes(cli: Cli): void {
  const now = new Date()
  const db = connect(join(cli.dataDir, databaseFileName))
  db.prepare(
    `UPDATE campaign SET scheduled_at = ?, recurrence = ?, personal_dates = json_set(personal_dates, '$.from', ?)
     WHERE state = 'scheduled'`,
  ).run(Date.now() - 1000, `${now.getMinutes()} ${now.getHours()} * * *`, today())
  db.close()
}

describe('griot send --on', () => {
  it(
    'schedules, shows the calendar, and griot run sends to those whose day it is, once',
    { timeout: 60_000 },
    async () => {
      const cli = start()
      const path = write(cli, [today(), addDays(today(), 10), addDays(today(), 90), 'bientôt', ''])
      const planned = await cli.run(send(path, '--on', 'Rendez-vous', '--json'))
      expect({ code: planned.code, stderr: planned.stderr }).toEqual({ code: 0, stderr: '' })
      const [, calendar, scheduled] = planned.json<Record<string, unknown>>()
      expect(calendar).toMatchObject({
        event: 'calendar',
        empty: 1,
        unread: { count: 1, cells: [{ line: 5, value: 'bientôt' }] },
        days: [{ recipients: 1 }, { day: addDays(today(), 10), recipients: 1, names: ['Patient 1'] }],
      })
      expect(scheduled).toMatchObject({
        event: 'scheduled',
        campaign: 1,
        personalDates: { column: 'Rendez-vous', days: 0, yearly: false, lateDays: 2 },
      })
      comes(cli)
      const sent = await cli.run(['run', '--once', '--json'])
      expect(sent.json().at(-2)).toMatchObject({ event: 'finished', accepted: 1 })
      comes(cli)
      const again = await cli.run(['run', '--once', '--json'])
      expect(again.json()).toEqual([{ event: 'done', campaigns: [] }])
      const shown = await cli.run(['campaign', 'calendar', '1', '--json'])
      expect(shown.json()[0]).toMatchObject({ campaign: 1, days: [{ day: addDays(today(), 10), recipients: 1 }] })
      const lines = await cli.run(['campaign', 'calendar', '1', '--lang', 'fr'])
      expect(lines.stdout).toContain('Patient 1')
      expect(lines.stdout).toContain('ligne 5\u202f: «\u202fbientôt\u202f»')
    },
  )

  it('takes days before or after, an hour, and dates of every year', { timeout: 60_000 }, async () => {
    const cli = start()
    const path = write(cli, ['1990-03-12', '2001-02-29', '2000-02-29'])
    const args = ['--on', 'rendez-vous', '--before', '3', '--hour', '17:30', '--every-year', '--late', '0', '--json']
    const planned = await cli.run(send(path, ...args))
    expect(planned.json().at(-1)).toMatchObject({
      personalDates: { days: -3, yearly: true, lateDays: 0 },
    })
    const shown = await cli.run(['campaign', 'show', '1', '--json'])
    expect(shown.json()[0]).toMatchObject({
      state: 'scheduled',
      recurrence: '30 17 * * *',
      personalDates: { days: -3 },
    })
  })

  it.each([
    [['--before', '3'], /--before.*--on/],
    [['--every-year'], /--every-year.*--on/],
    [['--on', 'Rendez-vous', '--before', '3', '--after', '2'], /--before.*--after/],
    [['--on', 'Rendez-vous', '--before', '400'], /366/],
    [['--on', 'Rendez-vous', '--late', '31'], /30/],
    [['--on', 'Rendez-vous', '--hour', '25:00'], /25:00/],
    [['--on', 'Rendez-vous', '--at', '2099-01-01T09:00'], /--at/],
    [['--on', 'Naissance'], /Naissance/],
    [['--on', 'Nom'], /Nom/],
  ])('refuses %j and sends nothing', { timeout: 60_000 }, async (args, sentence) => {
    const cli = start()
    const refused = await cli.run(send(write(cli, ['2090-01-01']), ...args))
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(sentence)
    expect((await cli.run(['campaign', 'list', '--json'])).json()).toEqual([[]])
  })

  it('refuses dates that can be read in two ways until it is said which', { timeout: 60_000 }, async () => {
    const cli = start()
    const path = write(cli, ['05/03/2090', '04/02/2090'])
    const refused = await cli.run(send(path, '--on', 'Rendez-vous'))
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--dates')
    expect((await cli.run(send(path, '--on', 'Rendez-vous', '--dates', 'day'))).code).toBe(0)
  })
})

it('a list that is gone pauses the campaign; griot campaign look brings it back', { timeout: 60_000 }, async () => {
  const cli = start()
  const path = write(cli, [today(), today()])
  await cli.run(send(path, '--on', 'Rendez-vous'))
  rmSync(path)
  comes(cli)
  const paused = await cli.run(['run', '--once', '--json'])
  expect(paused.code).toBe(2)
  expect(paused.json()[0]).toMatchObject({ event: 'paused', campaign: 1 })
  const still = await cli.run(['campaign', 'look', '1'])
  expect(still.code).toBe(2)
  expect(still.stderr).toContain('patients.csv')
  write(cli, [today(), today()])
  const back = await cli.run(['campaign', 'look', '1', '--json'])
  expect(back.json()[0]).toMatchObject({ state: 'scheduled' })
  comes(cli)
  const sent = await cli.run(['run', '--once', '--json'])
  expect(sent.json().at(-2)).toMatchObject({ event: 'finished', accepted: 2 })
})
