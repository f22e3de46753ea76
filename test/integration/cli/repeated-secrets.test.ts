/** A gateway that repeats the account's secret in what is read: it never reaches the screen, a file or the database. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { stageCli, type CliStage } from '../../helpers/cli-stage'

const open: CliStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})

const key = 'Clé+très/secrète 42'
const spellings: readonly (readonly [string, string])[] = [
  ['as it is', key],
  ['percent-encoded', encodeURIComponent(key)],
  ['form-encoded', new URLSearchParams([['', key]]).toString().slice(1)],
  ['in base64', Buffer.from(key).toString('base64')],
  ['in upper case', key.toUpperCase()],
]

it.each(spellings)('%s, in a balance figure and in an archive entry', async (_, spelling) => {
  const scene = await stageCli('kingsmspro', { credentials: { apiKey: key, clientId: 'boutique' } })
  open.push(scene)
  const { cli, gateway } = scene
  const answer = (body: unknown) =>
    ({ kind: 'answer', reply: { status: 200, contentType: 'application/json', body: JSON.stringify(body) } }) as const
  gateway.misbehave(answer({ data: { balance: 1200, note: `for ${spelling}` } }), {
    matching: ({ path }) => path.endsWith('/account/details'),
  })
  gateway.misbehave(
    answer({
      data: [{ id: '1', to: '23670000000', message: `see ${spelling}`, sender: 'boutique', status: spelling }],
    }),
    { times: 2, matching: ({ path }) => path.endsWith('/sms/reports') },
  )
  const balance = await cli.run(['balance', 'shop', '--json'])
  expect(balance.code).toBe(0)
  expect(balance.json()).toMatchObject([[{ balance: 1200, figures: { note: 'for •••' } }]])
  const csv = join(cli.dataDir, 'archive.csv')
  const archive = await cli.run(['archive', 'shop', '--from', '2026-11-01', '--to', '2026-11-02', '--out', csv])
  // nothing proves that an archive of this gateway is whole
  expect(archive.code).toBe(3)
  expect(readFileSync(csv, 'utf8')).toContain('see •••')
  for (const name of readdirSync(cli.dataDir, { recursive: true, encoding: 'utf8' }))
    if (/\.(csv|sqlite|sqlite-wal)$/.test(name))
      expect(readFileSync(join(cli.dataDir, name)).includes(Buffer.from(spelling)), name).toBe(false)
})
