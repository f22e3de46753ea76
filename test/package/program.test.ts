/** The packaged program on a display, with a new data folder: it works, and the doors of development are closed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, inject, it } from 'vitest'
import { processWithDatabase } from '../helpers/open-mark'
import { startPackaged, type PackagedProgram } from '../helpers/packaged-program'

const made = inject('made')

/** Its window is on the display with a page of its own in it, and its database is made. */
async function seenAtWork(program: PackagedProgram) {
  const state = async () => {
    const ended = await Promise.race([program.ended, Promise.resolve('runs')])
    const titles = await program.titles()
    return ended === 'runs'
      ? {
          window: titles.some((title) => title.endsWith(' – Griot')),
          core: existsSync(join(program.dataDir, 'griot.sqlite')),
        }
      : { ended, printed: program.printed(), log: program.log() }
  }
  await expect.poll(state, { interval: 250 }).toEqual({ window: true, core: true })
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

describe('the packaged program', () => {
  it('opens its window and its database, and ends cleanly when the system asks', async () => {
    await using program = startPackaged(made)
    await seenAtWork(program)
    expect(program.log()).toContain('info started')
    expect(program.log()).not.toMatch(/ error /)
    program.askToEnd()
    expect(await program.ended).toBe(0)
    expect(program.log()).toContain('info core closed')
    expect(existsSync(join(program.dataDir, 'griot.sqlite-wal'))).toBe(false)
    const database = new Database(join(program.dataDir, 'griot.sqlite'), { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  })

  it('runs no code that the environment or the command line names', async () => {
    await using program = startPackaged(
      made,
      ['--inspect=39229', '--require', './foreign.cjs', '-e', 'process.exit(3)'],
      {
        GRIOT_SQLITE_BINDING: '/dev/null',
        NODE_OPTIONS: '--require ./foreign.cjs',
        ELECTRON_RUN_AS_NODE: '1',
      },
    )
    const home = join(program.dataDir, '..')
    writeFileSync(join(home, 'foreign.cjs'), "require('node:fs').writeFileSync('foreign-code-ran', '')")
    await seenAtWork(program)
    expect(existsSync(join(home, 'foreign-code-ran'))).toBe(false)
    expect(await answers(39229)).toBe(false)
    expect(program.printed()).not.toContain('Debugger listening')
    const core = await processWithDatabase(program.dataDir)
    expect(core).not.toBe(program.processId)
    const driver = 'app.asar.unpacked/node_modules/better-sqlite3'
    expect(readFileSync(`/proc/${core}/maps`, 'utf8')).toContain(driver)
    expect(readFileSync(`/proc/${program.processId}/maps`, 'utf8')).not.toContain(driver)
    for (const name of ['GRIOT_SQLITE_BINDING', 'NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE'])
      expect(readFileSync(`/proc/${core}/environ`, 'utf8')).not.toContain(name)
    program.askToEnd()
    expect(await program.ended).toBe(0)
  })

  it.each(['--remote-debugging-port=39222', '--remote-debugging-pipe', '--remote-debugging-address=127.0.0.1'])(
    'refuses %s with a sentence, before it opens anything',
    async (argument) => {
      await using program = startPackaged(made, [argument])
      expect(await program.ended).toBe(1)
      expect(program.printed()).toContain('Griot takes no remote debugging.')
      expect(existsSync(join(program.dataDir, 'griot.sqlite'))).toBe(false)
      expect(await answers(39222)).toBe(false)
    },
  )
})
