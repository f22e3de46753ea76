/**
 * Whatever a computer goes through (off for days, a clock that jumps ahead and back, a crash while a day is prepared, looks one
 * after another, a list rewritten or gone), a person gets a message at most once for a date, and nobody is forgotten whose day
 * was dealt with.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { connect, databaseFileName } from '@core/storage/open'
import { addDays } from '@shared/domain/calendar-day'
import { fallsOn } from '@shared/domain/personal-date'
import { closeDateScenes, dateScene, phoneOf, type DateScene } from '../../helpers/date-scene'

afterEach(closeDateScenes)

const first = '2032-02-20'
const person = fc.integer({ min: 0, max: 5 })
const someDay = fc.integer({ min: -3, max: 14 }).map((count) => addDays(first, count))
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 0, max: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), days: fc.integer({ min: -400, max: 400 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hours' as const), hours: fc.integer({ min: 0, max: 14 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), at: fc.integer({ min: 0, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('date' as const), who: person, date: someDay }) },
)

/** Days dealt with as sent or nobody, by a clock that is not ahead of now. */
function daysDealtWith(one: DateScene): { day: string; at: number }[] {
  const db = connect(join(one.stage.dataDir, databaseFileName), { readonly: true })
  const days = db.prepare(`SELECT day, at FROM personal_day WHERE outcome <> 'skipped'`).all()
  db.close()
  return days as { day: string; at: number }[]
}

it('once per person and date, and nobody forgotten whose day was dealt with', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(person, someDay), { minLength: 3, maxLength: 8 }),
      fc.array(step, { minLength: 3, maxLength: 14 }),
      fc.record({
        days: fc.integer({ min: -2, max: 2 }),
        yearly: fc.boolean(),
        lateDays: fc.integer({ min: 0, max: 3 }),
      }),
      async (people, steps, rule) => {
        const one = await dateScene(`${first}T08:00`)
        await one.handlers['settings.save']({ missedSchedules: 'send' })
        const rows = people.map(([who, date]): [number, string] => [who, date])
        one.write(rows)
        const id = await one.schedule(rule)
        // who stood in the list on each day that was dealt with
        const expected = new Map<string, Set<string>>()
        const known = new Set<string>()
        const learn = (): void => {
          for (const { day, at } of daysDealtWith(one)) {
            if (known.has(`${day} ${at}`)) continue
            known.add(`${day} ${at}`)
            const due = addDays(day, -rule.days)
            const meant = rows.filter(([, date]) => fallsOn(date, due, rule)).map(([who]) => phoneOf(who))
            expected.set(due, new Set([...(expected.get(due) ?? []), ...meant]))
          }
        }
        for (const each of steps) {
          switch (each.kind) {
            case 'days':
            case 'clock':
              one.stage.later(each.days * 86_400_000)
              break
            case 'hours':
              one.stage.later(each.hours * 3_600_000)
              break
            case 'crash':
              await one.giveUpAfter(each.at)
              break
            case 'again':
              break
            case 'gone':
              rmSync(one.file, { force: true })
              await one.look()
              one.write(rows)
              if ((await one.stage.view(id)).state === 'paused')
                await one.handlers['campaigns.lookAgain']({ id, path: null, acceptList: true, jobId: 'look' })
              break
            case 'date':
              rows[each.who % rows.length] = [each.who, each.date]
              one.write(rows)
          }
          await one.look()
          learn()
        }
        const messages = one.messagesByDate()
        const claimed = messages.map(({ date, phone }) => `${date} ${phone}`)
        expect(new Set(claimed).size).toBe(claimed.length)
        for (const [due, phones] of expected) {
          for (const phone of phones) expect(claimed).toContain(`${due} ${phone}`)
        }
        // each of these is one message at the gateway, and there are no others
        expect(one.sent().sort()).toEqual(messages.map(({ phone }) => phone).sort())
        await closeDateScenes()
      },
    ),
    { numRuns: Number(process.env.GRIOT_DATE_RUNS ?? 25), endOnFailure: true },
  )
})
