/** What Griot writes is readable by its owner alone, whatever the umask it was started with and whatever lay there before. */
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stageCli, type CliStage } from '../../helpers/cli-stage'

let open: CliStage | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe.skipIf(process.platform === 'win32')('files', () => {
  it('are closed to other users: database, journal, copies, backups, logs, exports', async () => {
    const scene = await stageCli('kingsmspro')
    open = scene
    const { dataDir } = scene.cli
    const export_ = join(dataDir, 'export.csv')
    const copy = join(dataDir, 'copy.sqlite')
    expect((await scene.cli.run([...scene.send(2), '--yes'])).code).toBe(0)
    expect((await scene.cli.run(['campaign', 'export', '1', '--out', export_])).code).toBe(0)
    expect((await scene.cli.run(['backup', copy])).code).toBe(0)
    for (const path of [export_, copy]) expect([path, modeOf(path)]).toEqual([path, '600'])
    for (const name of readdirSync(dataDir).filter((each) => each.startsWith('griot.')))
      expect([name, modeOf(join(dataDir, name))]).toEqual([name, '600'])
  })

  it('that were open to others are closed when Griot opens them', async () => {
    const scene = await stageCli('kingsmspro')
    open = scene
    const { dataDir } = scene.cli
    mkdirSync(join(dataDir, 'backups'), { recursive: true })
    mkdirSync(join(dataDir, 'logs'), { recursive: true })
    const old = ['griot.sqlite', 'backups/2026-01-01.sqlite', 'logs/main.log'].map((name) => join(dataDir, name))
    writeFileSync(join(dataDir, 'backups/2026-01-01.sqlite'), '')
    writeFileSync(join(dataDir, 'logs/main.log'), '')
    for (const path of old) chmodSync(path, 0o644)
    expect((await scene.cli.run(['account', 'list'])).code).toBe(0)
    expect(old.map(modeOf)).toEqual(['600', '600', '600'])
  })
})
