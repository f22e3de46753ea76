/** Computers whose zone is odd or missing: schedules keep their time, and the bill speaks of the recipients' clocks. */
import { afterAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
afterAll(() => cli.remove())

const send = ['send', '--account', 'sandbox', '--template', 'Bonjour', '--yes', '--country', 'CM']

describe('griot send --at', () => {
  it.each([
    ['', '2027-01-15T22:00:00.000Z', 'UTC'],
    [':/etc/localtime', null, null],
    ['WAT-1', '2027-01-15T21:00:00.000Z', 'Etc/GMT-1'],
    ['GMT+1', '2027-01-15T23:00:00.000Z', 'Etc/GMT+1'],
    ['Africa/Douala', '2027-01-15T21:00:00.000Z', 'Africa/Douala'],
    ['UTC', '2027-01-15T22:00:00.000Z', 'UTC'],
    ['<+01>-1', '2027-01-15T21:00:00.000Z', 'Etc/GMT-1'],
    ['<WAT>-01:00', '2027-01-15T21:00:00.000Z', 'Etc/GMT-1'],
    ['WAT-1:00:00', '2027-01-15T21:00:00.000Z', 'Etc/GMT-1'],
    ['<-03>3', '2027-01-16T01:00:00.000Z', 'Etc/GMT+3'],
    ['<GMT>0', '2027-01-15T22:00:00.000Z', 'UTC'],
  ])('with TZ=%s', async (TZ, at, zone) => {
    const environment = { TZ }
    const to = ['--to', '677123456', '--at', '2027-01-15T22:00']
    const result = await cli.run([...send, ...to, '--json'], { environment })
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const scheduled = result.json<{ event: string; campaign: number; at: string }>().at(-1)
    if (at !== null) expect(scheduled).toMatchObject({ event: 'scheduled', at })
    const shown = await cli.run(['campaign', 'show', String(scheduled?.campaign), '--json'], { environment })
    expect(shown.json()[0]).toMatchObject({ scheduledAt: scheduled?.at, ...(zone === null ? {} : { timeZone: zone }) })
  })

  it.each([
    'Nowhere/Land',
    'Etc/Unknown',
    'africa/douala',
    ':Africa/Doula',
    'CET-1CEST',
    '<+0530>-5:30',
    '<+01>-1<+02>',
    '<+15>-15',
    'XYZ',
  ])('with TZ=%s, which is not known: it is read as UTC, and this is said once, by doctor too', async (TZ) => {
    const environment = { TZ }
    const shown = TZ.replace(/^:/, '')
    const to = ['--to', '677123456', '--at', '2027-01-15T22:00']
    const result = await cli.run([...send, ...to, '--json'], { environment })
    expect(result.code).toBe(0)
    expect(result.json().at(-1)).toMatchObject({ event: 'scheduled', at: '2027-01-15T22:00:00.000Z' })
    expect(result.stderr).toMatch(/^griot: The time zone [^\n]+ UTC\. [^\n]+\n$/)
    expect(result.stderr).toContain(`TZ=${shown}`)
    const doctor = await cli.run(['doctor', '--json'], { environment })
    expect(doctor.json()[0]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'clock',
          state: 'warning',
          error: expect.objectContaining({ code: 'zone_unknown' }) as unknown,
        }),
      ]),
    )
  })

  it.each(['UTC+25', 'UTC+13', 'WAT-25', 'WAT-15'])(
    'with TZ=%s, which no place on earth has: it is read as UTC, and this is said',
    async (TZ) => {
      const to = ['--to', '677123456', '--at', '2027-01-15T22:00']
      const result = await cli.run([...send, ...to, '--json'], { environment: { TZ } })
      expect(result.code).toBe(0)
      expect(result.json().at(-1)).toMatchObject({ event: 'scheduled', at: '2027-01-15T22:00:00.000Z' })
      expect(result.stderr).toContain(`TZ=${TZ}`)
      const { campaign } = result.json<{ campaign: number }>()[0] ?? {}
      const shown = await cli.run(['campaign', 'show', String(campaign)], { environment: { TZ } })
      expect(shown.stdout).toContain('15/01/2027, 22:00')
    },
  )

  it.each([undefined, '', 'UTC', 'UTC0', 'GMT0', 'Zulu', 'Africa/Abidjan', ':/etc/localtime'])(
    'with TZ=%s there is nothing to say',
    async (TZ) => {
      expect((await cli.run(['optout', 'list'], TZ === undefined ? {} : { environment: { TZ } })).stderr).toBe('')
    },
  )

  it.each([
    // 21:00 in Togo, 22:00 in Cameroon: quiet hours begin at 21 unless told otherwise
    ['2027-01-15T20:30', ['677123456', '+22890123456'], 'Douala 21:30'],
    ['2027-01-15T21:30', ['677123456', '+22890123456'], 'Lome 21:30, Douala 22:30'],
    ['2027-01-15T12:00', ['677123456', '+22890123456'], null],
  ])('at %s UTC to %j: the bill says %s', async (at, to, where) => {
    const result = await cli.run([...send, '--to', ...to, '--at', at, '--dry-run'], { environment: { TZ: 'UTC' } })
    expect(result.code).toBe(0)
    const [line] = result.stdout.split('\n').filter((text) => text.includes('Quiet hours'))
    const json = await cli.run([...send, '--to', ...to, '--at', at, '--dry-run', '--json'], {
      environment: { TZ: 'UTC' },
    })
    const { warnings } = json.json<{ warnings?: { code: string; message: string }[] }>()[0] ?? {}
    const quiet = warnings?.find(({ code }) => code === 'quiet_hours')?.message
    if (where === null) expect([line, quiet]).toEqual([undefined, undefined])
    else for (const said of [line, quiet]) expect(said).toContain(where)
  })
})
