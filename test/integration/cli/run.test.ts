/** `griot run` on a server: what is scheduled leaves at its time, reports are asked for, and one failure stops no other. */
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { connect, databaseFileName } from '@core/storage/open'
import { writeSettings } from '@core/storage/setting'
import { zonedFields } from '@shared/domain/zoned-time'
import type { CliResult } from '../../helpers/cli'
import { stageCli, until, type CliStage } from '../../helpers/cli-stage'

const open: CliStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCli>): Promise<CliStage> {
  const made = await stageCli(...options)
  open.push(made)
  return made
}

/** Local time in an hour, as `--at` takes it: far enough for the slowest machine. */
function inAnHour(): string {
  const date = new Date(Date.now() + 3_600_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Brings what is scheduled forward to now, or to so many milliseconds from now. */
function bringForward(scene: CliStage, inMs = 0): void {
  inDatabase(scene, `UPDATE campaign SET scheduled_at = ? WHERE state = 'scheduled'`, Date.now() + inMs)
}

function inDatabase(scene: CliStage, sql: string, value: number): void {
  const db = connect(join(scene.cli.dataDir, databaseFileName))
  db.prepare(sql).run(value)
  db.close()
}

async function schedule(scene: CliStage, people: number, ...more: readonly string[]): Promise<void> {
  const result = await scene.cli.run([...scene.send(people, '--at', inAnHour()), ...more])
  expect(result).toMatchObject({ code: 0, stderr: '' })
}

const events = (result: CliResult): string[] => result.json<{ event: string }>().map(({ event }) => event)

describe('griot campaign resume', () => {
  it('sends a scheduled campaign whose time has come, and says of another that it has not', async () => {
    const scene = await stage('kingsmspro')
    await schedule(scene, 3)
    const early = await scene.cli.run(['campaign', 'resume', '1'])
    expect(early.code).toBe(2)
    expect(early.stderr).toContain('has not come')
    bringForward(scene)
    const sent = await scene.cli.run(['campaign', 'resume', '1', '--json'])
    expect(sent.code).toBe(0)
    expect(sent.json().at(-1)).toMatchObject({ event: 'finished', accepted: 3 })
    expect(scene.gateway.log).toHaveLength(3)
  })
})

describe('what goes on by a person’s word says when sending begins', () => {
  /** Quiet hours now, in Cameroon. */
  function makeNight(scene: CliStage): void {
    const hour = Number(zonedFields(Date.now(), 'Africa/Douala').time.slice(0, 2))
    const db = connect(join(scene.cli.dataDir, databaseFileName))
    writeSettings(db, { quietHours: { from: hour, to: (hour + 2) % 24 } })
    db.close()
  }

  it.each([
    ['resume', ['campaign', 'resume', '1']],
    ['retry', ['campaign', 'retry', '1']],
  ])('%s, at night: now, and whom it disturbs', async (_, command) => {
    const scene = await stage('kingsmspro', { balance: 0 })
    expect((await scene.cli.run(scene.send(2))).code).toBe(5)
    scene.gateway.balance = 1000
    makeNight(scene)
    const result = await scene.cli.run(command)
    expect(result.code).toBe(0)
    expect(result.stderr).toMatch(
      /^griot: Quiet hours: [^\n]+ \(2\): Douala \d\d:\d\d\. Sending begins now; [^\n]+\.\n$/,
    )
    expect(scene.gateway.log).toHaveLength(2)
  })

  it('what is refused does not begin', async () => {
    const scene = await stage('kingsmspro')
    await schedule(scene, 2)
    makeNight(scene)
    const early = await scene.cli.run(['campaign', 'resume', '1'])
    expect(early.code).toBe(2)
    expect(early.stderr).not.toContain('begins now')
  })

  it('what is sent again, at night', async () => {
    const scene = await stage('kingsmspro')
    scene.gateway.misbehave({ kind: 'reset', at: 'body' }, { matching: ({ path }) => path.endsWith('/sms/send') })
    await scene.cli.run(scene.send(2))
    makeNight(scene)
    const result = await scene.cli.run(['resolve', '1', '--send-again', '--yes'])
    expect(result.stderr).toMatch(/\(1\): Douala \d\d:\d\d\. Sending begins now/)
    expect(scene.gateway.log).toHaveLength(2)
  })

  it('by day, nothing is said of the night', async () => {
    const scene = await stage('kingsmspro', { balance: 0 })
    await scene.cli.run(scene.send(2))
    scene.gateway.balance = 1000
    const db = connect(join(scene.cli.dataDir, databaseFileName))
    writeSettings(db, { quietHours: null })
    db.close()
    expect(await scene.cli.run(['campaign', 'resume', '1'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('a recurring campaign: at its next time, and nothing was sent', async () => {
    const scene = await stage('kingsmspro')
    const file = join(scene.cli.dataDir, 'dates.csv')
    const today = new Date().toISOString().slice(0, 10)
    writeFileSync(file, `Phone;Rdv\n677000001;${today}\n`)
    const send = [
      'send',
      '--account',
      'shop',
      '--csv',
      file,
      '--on',
      'Rdv',
      '--hour',
      '09:00',
      '--template',
      'a',
      '--yes',
    ]
    expect((await scene.cli.run(send)).code).toBe(0)
    expect((await scene.cli.run(['campaign', 'pause', '1'])).code).toBe(0)
    makeNight(scene)
    const resumed = await scene.cli.run(['campaign', 'resume', '1'])
    expect(resumed).toMatchObject({ code: 0, stderr: '' })
    expect(resumed.stdout).toMatch(/^Campaign 1 is scheduled: it leaves by itself at [^\n]* 09:00, [^\n]+\.\n$/)
    await scene.cli.run(['campaign', 'pause', '1'])
    const json = await scene.cli.run(['campaign', 'resume', '1', '--json'])
    expect(json.json()).toEqual([
      expect.objectContaining({ event: 'scheduled', pending: 1, at: expect.any(String) as string }),
    ])
    expect(scene.gateway.requests.filter(({ path }) => path.endsWith('/sms/send'))).toEqual([])
  })
})

describe('griot run --once', () => {
  it(
    'sends what is due, once, asks for the reports that are due, and leaves what is not',
    { timeout: 90_000 },
    async () => {
      const scene = await stage('kingsmspro')
      await schedule(scene, 3, '--receipts')
      bringForward(scene)
      await schedule(scene, 2)
      const first = await scene.cli.run(['run', '--once', '--json'])
      expect(first).toMatchObject({ code: 0, stderr: '' })
      expect(first.json()).toEqual([
        expect.objectContaining({ event: 'finished', campaign: 1, accepted: 3 }),
        { event: 'done', campaigns: [1] },
      ])
      for (const { id } of scene.gateway.log) scene.gateway.statuses.set(id, 'DLV')
      // the first question would come a quarter of a minute after the answer
      inDatabase(scene, 'UPDATE message SET poll_at = ? WHERE poll_at IS NOT NULL', Date.now() - 1)
      const second = await scene.cli.run(['run', '--once', '--json'])
      expect(second.json()).toEqual([{ event: 'done', campaigns: [] }])
      const shown = await scene.cli.run(['campaign', 'show', '1', '--json'])
      expect(shown.json()[0]).toMatchObject({ counts: { delivered: 3 } })
      expect(scene.gateway.log).toHaveLength(3)
    },
  )

  it(
    'is kept from nothing by a campaign that cannot be sent, and ends with its exit code',
    { timeout: 60_000 },
    async () => {
      const scene = await stage('kingsmspro')
      const keyless = [
        'account',
        'add',
        'keyless',
        '--gateway',
        'kingsmspro',
        '--base-url',
        scene.gateway.url,
        '--country',
        'CM',
      ]
      expect((await scene.cli.run([...keyless, '--no-keychain'])).code).toBe(0)
      const key = { GRIOT_SECRET_KEYLESS_API_KEY: 'x', GRIOT_SECRET_KEYLESS_CLIENT_ID: 'y' }
      const other = [
        'send',
        '--account',
        'keyless',
        '--to',
        '677123456',
        '--template',
        'a',
        '--sender',
        'S',
        '--yes',
        '--at',
        inAnHour(),
      ]
      expect(await scene.cli.run(other, { environment: key })).toMatchObject({ code: 0, stderr: '' })
      await schedule(scene, 3)
      bringForward(scene)
      const result = await scene.cli.run(['run', '--once', '--json'])
      expect(result.code).toBe(2)
      expect(events(result)).toEqual(expect.arrayContaining(['paused', 'finished', 'done']))
      expect(result.stderr).toContain('GRIOT_SECRET_KEYLESS_API_KEY')
      expect(scene.gateway.log).toHaveLength(3)
    },
  )
})

describe('a recurring campaign on a server', () => {
  const today = new Date().toISOString().slice(0, 10)

  /** Due now, without quiet hours. */
  async function recurring(
    rows: readonly string[] = [`677000001;${today}`, '677000002;2030-01-01', `677000003;${today}`],
  ): Promise<{ scene: CliStage; file: string; due: () => void }> {
    const scene = await stage('kingsmspro', { latencyMs: 100 })
    const file = join(scene.cli.dataDir, 'dates.csv')
    writeFileSync(file, ['Phone;Rdv', ...rows].join('\n'))
    const send = [
      'send',
      '--account',
      'shop',
      '--csv',
      file,
      '--on',
      'Rdv',
      '--hour',
      '00:00',
      '--template',
      'a',
      '--yes',
    ]
    expect((await scene.cli.run(send)).code).toBe(0)
    const due = (): void => {
      const db = connect(join(scene.cli.dataDir, databaseFileName))
      db.prepare(
        `UPDATE campaign SET scheduled_at = ?, personal_dates = json_set(personal_dates, '$.from', ?, '$.fullestDay', 60)
         WHERE recurrence IS NOT NULL`,
      ).run(Date.now() - 1000, today)
      writeSettings(db, { quietHours: null })
      db.close()
    }
    due()
    return { scene, file, due }
  }

  it('whose file is away waits for a person, says which command reads it again, and sends once it is back', async () => {
    const { scene, file } = await recurring()
    renameSync(file, `${file}.away`)
    const away = await scene.cli.run(['run', '--once'])
    expect(away.code).toBe(2)
    expect(away.stderr).toMatch(/dates\.csv[^\n]+“griot campaign look 1” reads its lists again\.\n$/)
    expect((await scene.cli.run(['campaign', 'show', '1'])).stdout).toContain('The file “dates.csv” was not found.')
    const later = await scene.cli.run(['run', '--once'])
    expect(later).toMatchObject({ code: 0, stdout: expect.stringContaining('1 campaign waits for you') as string })
    expect((await scene.cli.run(['campaign', 'look', '1'])).code).toBe(2)
    renameSync(`${file}.away`, file)
    expect((await scene.cli.run(['campaign', 'look', '1'])).code).toBe(0)
    expect((await scene.cli.run(['run', '--once', '--json'])).json()[0]).toMatchObject({
      event: 'finished',
      accepted: 2,
    })
    expect(scene.gateway.log.map(({ phone }) => phone).sort()).toEqual(['+237677000001', '+237677000003'])
  })

  it('looked at again, after a clock that was set back, sends nobody twice', async () => {
    const { scene, due } = await recurring()
    for (let times = 0; times < 3; times += 1) {
      expect((await scene.cli.run(['run', '--once'])).code).toBe(0)
      due()
    }
    expect(scene.gateway.log).toHaveLength(2)
  })

  it('killed while it sends is told by the next run, and goes on by a person’s word', async () => {
    const { scene, due } = await recurring(
      Array.from({ length: 60 }, (_, index) => `6770001${String(index).padStart(2, '0')};${today}`),
    )
    const running = scene.cli.start(['run', '--json'])
    await until(() => scene.gateway.log.length > 10, 60_000)
    running.process.kill('SIGKILL')
    await running.ended
    const next = await scene.cli.run(['run', '--once', '--json'])
    expect(next.json().at(-1)).toMatchObject({ event: 'done', waiting: 1 })
    // doubtful: what was in flight
    expect([0, 3]).toContain((await scene.cli.run(['campaign', 'resume', '2'])).code)
    due()
    expect((await scene.cli.run(['run', '--once'])).code).toBe(0)
    expect(new Set(scene.gateway.log.map(({ phone }) => phone)).size).toBe(scene.gateway.log.length)
    const shown = await scene.cli.run(['campaign', 'show', '2', '--json'])
    const { counts } = shown.json<{ counts: Record<string, number> }>()[0] ?? { counts: {} }
    expect((counts.accepted ?? 0) + (counts.unknown ?? 0)).toBe(60)
  })
})

describe('griot run', () => {
  it('tells of every campaign that waits, however many there are', { timeout: 60_000 }, async () => {
    const scene = await stage('kingsmspro', { balance: 0 })
    await scene.cli.run(scene.send(1))
    const db = connect(join(scene.cli.dataDir, databaseFileName))
    const columns = (db.pragma('table_info(campaign)') as { name: string }[]).map(({ name }) => name)
    const copied = columns.filter((name) => name !== 'id').join(', ')
    db.transaction(() => {
      for (let id = 2; id <= 405; id += 1) {
        db.prepare('INSERT INTO campaign_key (id) VALUES (?)').run(id)
        db.prepare(`INSERT INTO campaign (id, ${copied}) SELECT ?, ${copied} FROM campaign WHERE id = 1`).run(id)
      }
    })()
    db.close()
    const { process: child, ended } = scene.cli.start(['run', '--json'])
    let out = ''
    child.stdout.on('data', (text: string) => (out += text))
    await until(() => out.split('"waiting"').length > 405, 30_000)
    child.kill('SIGINT')
    const waiting = (await ended).json<{ event: string; campaign: number }>().filter(({ event }) => event === 'waiting')
    expect(new Set(waiting.map(({ campaign }) => campaign)).size).toBe(405)
  })

  it('sends at the time, until Ctrl+C, which is its good end', { timeout: 60_000 }, async () => {
    const scene = await stage('kingsmspro')
    const { process: child, ended } = scene.cli.start(['run', '--json'])
    let out = ''
    child.stdout.on('data', (text: string) => (out += text))
    await schedule(scene, 3)
    bringForward(scene, 500)
    await until(() => scene.gateway.log.length === 3, 30_000)
    await until(() => out.includes('finished'), 30_000)
    child.kill('SIGINT')
    const result = await ended
    expect(result.code).toBe(0)
    expect(events(result)).toEqual(['running', 'sending', 'finished', 'stopped'])
  })

  it(
    'pauses what it sends when it is ended, and says at its next start that it waits',
    { timeout: 60_000 },
    async () => {
      const scene = await stage('kingsmspro')
      const { process: child, ended } = scene.cli.start(['run', '--json'])
      await schedule(scene, 30, '--rate', '5')
      bringForward(scene)
      await until(() => scene.gateway.log.length >= 3, 30_000)
      child.kill('SIGTERM')
      const result = await ended
      expect(result.code).toBe(0)
      expect(events(result)).toEqual(['running', 'sending', 'paused', 'stopped'])
      const next = scene.cli.start(['run', '--json'])
      let out = ''
      next.process.stdout.on('data', (text: string) => (out += text))
      await until(() => out.includes('waiting'), 30_000)
      next.process.kill('SIGINT')
      expect((await next.ended).json()).toContainEqual(
        expect.objectContaining({ event: 'waiting', campaign: 1, reason: 'interrupted' }),
      )
      const rest = await scene.cli.run(['campaign', 'resume', '1', '--json'])
      expect(rest.code).toBe(0)
      expect(new Set(scene.gateway.log.map(({ phone }) => phone)).size).toBe(30)
      expect(scene.gateway.log).toHaveLength(30)
    },
  )
})
