/** Campaigns that look every day for the people whose date it is, with real files and a clock that is put forward. */
import { afterEach, describe, expect, it } from 'vitest'
import { closeDateScenes, dateScene, dayAt, phoneOf, zone } from '../../helpers/date-scene'

afterEach(closeDateScenes)

describe('people on their own date', () => {
  it('get their message on the day of the year, and the others none', async () => {
    const one = await dateScene('2031-02-20T08:00')
    one.write([
      [0, '1990-02-21'],
      [1, '21/02/1985'],
      [2, '22 février 2001'],
      [3, '2031-02-21'],
      [4, '1990-03-21'],
      [5, ''],
      [6, 'inconnue'],
      [7, '2035-02-21'],
    ])
    const id = await one.schedule({ yearly: true })
    await one.at('2031-02-20T09:01')
    expect(one.sent()).toEqual([])
    await one.at('2031-02-21T09:01')
    expect(one.sent()).toEqual([0, 1, 3].map(phoneOf))
    await one.at('2031-02-21T18:00')
    await one.at('2031-02-22T09:01')
    expect(one.sent().slice(3)).toEqual([phoneOf(2)])
    await one.dayByDay('2031-02-23', '2032-02-22')
    expect(one.sent().filter((phone) => phone === phoneOf(0))).toHaveLength(2)
    expect(one.sent().filter((phone) => phone === phoneOf(4))).toHaveLength(1)
    expect(await one.stage.view(id)).toMatchObject({ state: 'scheduled', personalDates: { column: 'Date' } })
  }, 60_000)

  it('born on 29 February get theirs on the 28th in years without a 29th', async () => {
    const one = await dateScene('2031-02-26T08:00')
    one.write([
      [0, '1992-02-29'],
      [1, '1992-02-28'],
    ])
    await one.schedule({ yearly: true })
    await one.dayByDay('2031-02-27', '2031-03-02')
    expect(one.sent()).toEqual([phoneOf(0), phoneOf(1)])
    await one.dayByDay('2032-02-27', '2032-03-01')
    expect(one.sent().slice(2)).toEqual([phoneOf(1), phoneOf(0)])
  })

  it.each([
    [-3, '2031-01-03', '2030-12-31'],
    [7, '2030-12-28', '2031-01-04'],
  ])('%i days from an exact date, over the end of a year', async (days, date, day) => {
    const one = await dateScene('2030-12-30T08:00')
    one.write([
      [0, date],
      [1, date.replace(/^\d{4}/, '1990')],
    ])
    await one.schedule({ days, yearly: false, lateDays: 0 })
    await one.dayByDay('2030-12-30', '2031-01-10')
    expect(one.log()).toEqual([[day, phoneOf(0)]])
  })

  it('of a group are those of its members then', async () => {
    const one = await dateScene('2031-05-01T08:00')
    await one.addMember(0, '2031-05-03')
    await one.scheduleGroup({ yearly: false })
    await one.addMember(1, '2031-05-03')
    await one.addMember(2, '2031-05-04')
    await one.dayByDay('2031-05-02', '2031-05-05')
    expect(one.log()).toEqual([
      ['2031-05-03', phoneOf(0)],
      ['2031-05-03', phoneOf(1)],
      ['2031-05-04', phoneOf(2)],
    ])
  })

  it('children of one parent with dates of their own each get their day', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '2031-05-02'],
      [0, '2031-05-03'],
      [0, '2031-05-03'],
    ])
    await one.schedule({ yearly: false })
    await one.dayByDay('2031-05-02', '2031-05-04')
    expect(one.log()).toEqual([
      ['2031-05-02', phoneOf(0)],
      ['2031-05-03', phoneOf(0)],
    ])
  })

  it('who opted out get nothing', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '2031-05-02'],
      [1, '2031-05-02'],
    ])
    await one.schedule({ yearly: false })
    await one.handlers['optOuts.add']({ phones: [phoneOf(0)], country: 'CM', reason: '', jobId: 'out' })
    await one.at('2031-05-02T09:01')
    expect(one.sent()).toEqual([phoneOf(1)])
  })
})

describe('scheduled when today’s hour has passed', () => {
  it.each([
    ['08:00', 0],
    ['17:42', 0],
    ['17:42', 2],
    ['20:59', 2],
  ])('at %s with %i days of delay, sends today what the calendar said before and after', async (time, lateDays) => {
    const one = await dateScene(`2031-05-01T${time}`)
    one.write([
      [0, '2031-05-04'],
      [1, '2031-05-04'],
      [2, '2031-05-05'],
      [3, '2031-05-03'],
    ])
    const choice = { days: -3, yearly: false, lateDays }
    const draft = await one.draft()
    const before = await one.calendar(draft, choice)
    expect(before.days.map(({ day, recipients }) => [day, recipients])).toEqual([
      ['2031-05-01', 2],
      ['2031-05-02', 1],
    ])
    const id = await one.again(draft, choice)
    if (time < '09:00') expect((await one.calendar(id)).days).toEqual(before.days)
    await one.at(`2031-05-01T${time < '09:00' ? '09:01' : time}`)
    expect(one.log()).toEqual([
      ['2031-05-01', phoneOf(0)],
      ['2031-05-01', phoneOf(1)],
    ])
    await one.dayByDay('2031-05-02', '2031-05-06')
    expect(one.log().slice(2)).toEqual([['2031-05-02', phoneOf(2)]])
  })
})

describe('nobody twice', () => {
  it('whoever looks again on the day, sets the clock back, or schedules the campaign anew', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([[0, '2031-05-02']])
    const id = await one.schedule({ yearly: false, lateDays: 3 })
    await one.at('2031-05-02T09:01')
    await one.at('2031-05-02T09:00')
    await one.at('2031-05-01T09:30')
    await one.at('2031-05-02T09:02')
    await one.at('2031-05-02T12:00')
    await one.handlers['campaigns.unschedule']({ id })
    // the draft keeps whose date it is for, so that it is not scheduled for everybody
    expect((await one.handlers['drafts.get']({ id })).schedule).toMatchObject({
      recurrence: '0 9 * * *',
      personalDates: { column: 'Date', days: 0, yearly: false, lateDays: 3 },
    })
    // now a day after the date: the same people for the same date
    await one.again(id, { days: 1, yearly: false, lateDays: 3 })
    await one.dayByDay('2031-05-02', '2031-05-06')
    expect(one.sent()).toEqual([phoneOf(0)])
  })

  it('when nothing is known of the day any more: the number and the date are a key of their own', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([[0, '2031-05-02']])
    const id = await one.schedule({ yearly: false, lateDays: 3 })
    await one.at('2031-05-02T09:01')
    one.forgetDays()
    one.write([
      [0, '2031-05-02'],
      [1, '2031-05-02'],
    ])
    await one.at('2031-05-03T09:01')
    expect(one.sent()).toEqual([phoneOf(0), phoneOf(1)])
    expect((await one.occurrences(id)).map(({ recipients }) => recipients)).toEqual([1, 1])
  })

  it('when the same list is corrected on the same day', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '2031-05-02'],
      [1, '2031-06-02'],
    ])
    await one.schedule({ yearly: false, lateDays: 5 })
    await one.at('2031-05-02T09:01')
    one.write([
      [0, '2031-05-03'],
      [1, '2031-05-03'],
    ])
    await one.dayByDay('2031-05-03', '2031-05-04')
    // another appointment is another date
    expect(one.log()).toEqual([
      ['2031-05-02', phoneOf(0)],
      ['2031-05-03', phoneOf(0)],
      ['2031-05-03', phoneOf(1)],
    ])
  })

  it('a clock a year ahead forgets nobody once it is right again', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '2031-05-03'],
      [1, '2031-05-20'],
    ])
    await one.schedule({ yearly: false, lateDays: 1 })
    await one.at('2032-05-02T12:00')
    expect(one.sent()).toEqual([])
    await one.at('2031-05-02T08:00')
    await one.dayByDay('2031-05-02', '2031-05-21')
    expect(one.log()).toEqual([
      ['2031-05-03', phoneOf(0)],
      ['2031-05-20', phoneOf(1)],
    ])
  })
})

describe('days when the computer was off', () => {
  it('are made good within the days that the campaign allows; the others are told', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '2031-05-02'],
      [1, '2031-05-04'],
      [2, '2031-05-05'],
      [3, '2031-05-06'],
    ])
    const skipped: unknown[] = []
    await one.schedule({ yearly: false, lateDays: 2 })
    one.stage.core.events.on('schedule.skipped', (event) => skipped.push(event))
    await one.at('2031-05-06T15:00')
    expect(one.sent()).toEqual([1, 2, 3].map(phoneOf))
    expect(skipped).toEqual([expect.objectContaining({ from: '2031-05-01', to: '2031-05-03', days: 3 })])
    expect(one.stage.audited()).toContain('schedule.dates_skipped')
    await one.at('2031-05-06T16:00')
    await one.at('2031-05-07T10:00')
    expect(one.sent()).toHaveLength(3)
    expect(skipped).toHaveLength(1)
  })

  it('wait for a person where it is quiet hours by now', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([[0, '2031-05-01']])
    const id = await one.schedule({ yearly: false, lateDays: 2 })
    await one.handlers['settings.save']({ quietHours: { from: 21, to: 7 } })
    await one.at('2031-05-01T22:00')
    expect(one.sent()).toEqual([])
    expect((await one.occurrences(id))[0]).toMatchObject({ state: 'paused', pauseReason: 'quiet_hours' })
  })

  it('never announces what is past', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([[0, '2031-05-03']])
    await one.schedule({ days: -1, yearly: false, lateDays: 10 })
    await one.at('2031-05-04T10:00')
    expect(one.sent()).toEqual([])
  })
})

describe('what is not certain', () => {
  it('stops the scheduling where dates can be read in two ways, and goes on once it is said which', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '02/05/2031'],
      [1, '05/02/2031'],
    ])
    expect(await one.codeOf(one.schedule({ yearly: false }))).toBe('dates_ambiguous')
    await one.schedule({ yearly: false }, { dates: 'day' })
    await one.at('2031-05-02T09:01')
    expect(one.sent()).toEqual([phoneOf(0)])
  })

  it('is refused where a column is not there, or holds no date', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([[0, 'jamais']])
    expect(await one.codeOf(one.schedule({ yearly: false }))).toBe('dates_none')
    expect(await one.codeOf(one.schedule({ yearly: false, column: 'Naissance' }))).toBe('dates_column_missing')
    expect(await one.codeOf(one.schedule({ yearly: false }, {}, '0 9 * * 1'))).toBe('schedule_invalid')
  })

  it('pauses the campaign where the dates turned into something else', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write(people(6, '2031-06-01'))
    const id = await one.schedule({ yearly: false })
    one.write(people(6, 'lundi'))
    await one.at('2031-05-02T09:01')
    expect(await one.stage.view(id)).toMatchObject({
      state: 'paused',
      pauseReason: 'list',
      pauseError: { code: 'list_shrunk' },
    })
    one.write(people(6, '2031-05-02'))
    await one.handlers['campaigns.lookAgain']({ id, path: null, acceptList: false, jobId: 'look' })
    await one.at('2031-05-02T11:00')
    expect(one.sent()).toHaveLength(6)
  })

  it('pauses where those whose date it is have no usable number', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([
      [0, '2031-06-01'],
      [1, '2031-06-01'],
    ])
    const id = await one.schedule({ yearly: false })
    one.writeText(`Nom;Téléphone;Date\nAwa;12;2031-05-02\nBa;${phoneOf(1)};2031-06-01\n`)
    await one.at('2031-05-02T09:01')
    expect(await one.stage.view(id)).toMatchObject({ pauseReason: 'list', pauseError: { code: 'dates_unusable' } })
    one.writeText(`Nom;Téléphone;Date\nAwa;${phoneOf(0)};2031-05-02\nBa;${phoneOf(1)};2031-06-01\n`)
    await one.handlers['campaigns.lookAgain']({ id, path: null, acceptList: false, jobId: 'look' })
    await one.at('2031-05-02T11:00')
    expect(one.sent()).toEqual([phoneOf(0)])
  })

  it('waits for a person when far more people than agreed have one day', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write(people(3, '2031-05-02'))
    const id = await one.schedule({ yearly: false })
    one.write(people(30, '2031-05-02'))
    await one.at('2031-05-02T09:01')
    expect((await one.occurrences(id))[0]).toMatchObject({
      state: 'paused',
      recipients: 30,
      pauseError: { code: 'confirmation_needed' },
    })
    expect(one.sent()).toEqual([])
  })
})

describe('the calendar', () => {
  it('of a draft says who has which day, and which cells say nothing', async () => {
    const one = await dateScene('2031-02-20T08:00')
    one.write([
      [0, '1990-02-21'],
      [1, '1991-02-21'],
      [2, '2000-04-20'],
      [3, '2000-04-21'],
      [4, ''],
      [5, 'hier'],
    ])
    const id = await one.draft()
    const calendar = await one.calendar(id, { yearly: true })
    expect(calendar).toMatchObject({ from: '2031-02-20', upTo: '2031-04-20', empty: 1, doubtful: { count: 0 } })
    expect(calendar.days).toEqual([
      { day: '2031-02-21', date: '2031-02-21', recipients: 2, names: ['Client 0', 'Client 1'] },
      { day: '2031-04-20', date: '2031-04-20', recipients: 1, names: ['Client 2'] },
    ])
    expect(calendar.unread).toEqual({ count: 1, cells: [{ source: 0, line: 7, value: 'hier' }] })
  })

  it('of a scheduled campaign reads its list as it is now, and is what goes out', async () => {
    const one = await dateScene('2031-05-01T08:00')
    one.write([[0, '2031-05-02']])
    const id = await one.schedule({ days: -2, yearly: false })
    one.write([
      [0, '2031-05-05'],
      [1, '2031-05-09'],
      [2, '2031-05-03'],
    ])
    const shown = async (): Promise<string[]> => (await one.calendar(id)).days.map(({ day }) => day)
    expect(await shown()).toEqual(['2031-05-01', '2031-05-03', '2031-05-07'])
    await one.at('2031-05-01T09:01')
    expect(await shown()).toEqual(['2031-05-03', '2031-05-07'])
    await one.dayByDay('2031-05-02', '2031-05-08')
    expect(one.log()).toEqual([
      ['2031-05-01', phoneOf(2)],
      ['2031-05-03', phoneOf(0)],
      ['2031-05-07', phoneOf(1)],
    ])
    expect(await shown()).toEqual([])
  })
})

it('keeps looking every day: its hour can be changed, another rhythm is refused', async () => {
  const one = await dateScene('2031-05-01T08:00')
  one.write([[0, '2031-05-02']])
  const id = await one.schedule({ yearly: false })
  const weekly = { id, at: null, recurrence: '0 9 * * 1', timeZone: zone }
  expect(await one.codeOf(one.handlers['campaigns.reschedule'](weekly))).toBe('schedule_invalid')
  expect(
    await one.codeOf(
      one.handlers['campaigns.reschedule']({ ...weekly, at: dayAt('2031-05-03T09:00'), recurrence: null }),
    ),
  ).toBe('schedule_invalid')
  await one.handlers['campaigns.reschedule']({ ...weekly, recurrence: '30 16 * * *' })
  await one.at('2031-05-02T16:00')
  expect(one.sent()).toEqual([])
  await one.at('2031-05-02T16:31')
  expect(one.sent()).toEqual([phoneOf(0)])
})

function people(count: number, date: string): [number, string][] {
  return Array.from({ length: count }, (_, index) => [index, date])
}
