/** `griot copies`: the folder for copies without a window, and what `griot doctor` says of it. */
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCli, type Cli } from '../../helpers/cli'

let cli: Cli
let stick: string
const secret = 'quatre mots sans rapport'
const environment = { GRIOT_BACKUP_PASSPHRASE: secret }
beforeEach(() => {
  cli = createCli()
  stick = join(cli.dataDir, 'stick')
  mkdirSync(stick)
})
afterEach(() => cli.remove())

const document = async (args: readonly string[], options: Parameters<Cli['run']>[1] = {}): Promise<unknown> => {
  const result = await cli.run([...args, '--json'], options)
  return result.code === 0 ? result.json()[0] : [result.code, result.json()[0]]
}
const names = () => readdirSync(stick).filter((name) => name.startsWith('griot-'))
const refusal = (code: string) => [2, { error: expect.objectContaining({ code }) as unknown }]

it('are chosen, made at once, shown, and stopped', async () => {
  expect(await document(['copies', 'show'])).toEqual({ folder: null })
  expect(await document(['copies', 'now'])).toEqual(refusal('backup_folder_none'))
  expect(await document(['copies', 'set', stick, '--keep', '3'])).toEqual({
    folder: stick,
    keep: 3,
    protection: 'none',
    last: null,
    problem: null,
    copies: [],
  })
  expect(await document(['copies', 'now'])).toMatchObject({ file: expect.stringContaining(stick) as unknown })
  expect(await document(['copies', 'show'])).toMatchObject({
    last: { bytes: expect.any(Number) as unknown },
    copies: [{ encrypted: false }],
  })
  expect((await cli.run(['copies', 'show'])).stdout).toContain('No passphrase')
  expect((await cli.run(['copies', 'set', stick, '--keep', 'many'])).code).toBe(2)
  expect(await document(['copies', 'set', join(stick, 'none')])).toEqual(refusal('backup_folder_absent'))
  expect(await document(['copies', 'stop'])).toEqual({ folder: null })
  expect(names()).toHaveLength(1)
})

it('are encrypted with the environment’s passphrase, which is kept nowhere; clear ones beside them are told', async () => {
  await document(['copies', 'set', stick])
  await document(['copies', 'now'])
  expect(await document(['copies', 'set', stick, '--encrypt'], { environment })).toMatchObject({ protection: 'kept' })
  const input = 'another one altogether\n'
  expect(await document(['copies', 'set', stick, '--passphrase-stdin'], { environment, input })).toEqual(
    refusal('backup_passphrase_environment'),
  )
  await document(['copies', 'now'], { environment })
  expect(
    names()
      .map((name) => name.endsWith('.age'))
      .sort(),
  ).toEqual([false, true])
  // the folder is chosen again: what was not said stays
  expect(await document(['copies', 'set', stick], { environment })).toMatchObject({ protection: 'kept' })
  expect((await cli.run(['copies', 'show'], { environment })).stdout).toContain('1 copy without a passphrase is still')
  expect(await document(['copies', 'set', stick, '--no-encrypt'])).toMatchObject({ protection: 'none' })
})

it('that cannot be made are a warning of the doctor', async () => {
  const check = async () =>
    ((await document(['doctor'])) as { name: string; state: string; error: { code: string } | null }[]).find(
      ({ name }) => name === 'copies',
    )
  expect(await check()).toBeUndefined()
  await document(['copies', 'set', stick])
  expect(await check()).toMatchObject({ state: 'warning', error: null })
  await document(['copies', 'now'])
  expect(await check()).toMatchObject({ state: 'ok', detail: { copies: 1 } })
  renameSync(stick, `${stick}-pulled`)
  expect(await check()).toMatchObject({ state: 'warning', error: { code: 'backup_folder_absent' } })
})
