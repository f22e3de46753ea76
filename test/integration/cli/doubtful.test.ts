/** Doubtful messages at the terminal: what retrying says of them, and a question to the gateway that is broken off. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stageCli, until, type CliStage, type SendEvent } from '../../helpers/cli-stage'

const open: CliStage[] = []
afterEach(async () => {
  for (const scene of open.splice(0)) await scene.close()
})

/** A campaign of which every message is doubtful, finished. */
async function doubtful(lang: 'fr' | 'en' = 'en'): Promise<{ scene: CliStage; id: string }> {
  const scene = await stageCli('smspresto', { lang })
  open.push(scene)
  scene.gateway.misbehave(
    { kind: 'reset', at: 'body', accept: true },
    { matching: ({ body }) => body.includes('sendsms') },
  )
  const sent = await scene.cli.run(scene.send(3))
  expect(sent.json<SendEvent>().at(-1)).toMatchObject({ event: 'finished', unknown: 3 })
  return { scene, id: String(sent.json<SendEvent>()[0]?.campaign) }
}

describe('griot campaign retry', () => {
  it.each([
    ['en', 'griot resolve 1 --from-gateway'],
    ['fr', 'griot resolve 1 --from-gateway'],
  ] as const)('says in %s that only doubtful messages are left, and how to settle them', async (lang, how) => {
    const { scene, id } = await doubtful(lang)
    const before = scene.gateway.requests.length
    const { code, stdout, stderr } = await scene.cli.run(['campaign', 'retry', id, '--json'])
    expect(code).toBe(2)
    expect(stdout).toContain('only_doubtful')
    expect(stderr).toContain(how)
    expect(scene.gateway.requests).toHaveLength(before)
  })

  it('says that there is nothing to send again where all were accepted', async () => {
    const scene = await stageCli('kingsmspro')
    open.push(scene)
    await scene.cli.run(scene.send(2))
    const { code, stdout } = await scene.cli.run(['campaign', 'retry', '1', '--json'])
    expect([code, stdout]).toEqual([2, expect.stringContaining('nothing_failed')])
  })
})

describe('griot resolve', () => {
  it('--send-again --absent with nobody absent sends nothing and does not speak of how the campaign paused', async () => {
    const { scene, id } = await doubtful()
    const result = await scene.cli.run(['resolve', id, '--send-again', '--absent', '--yes', '--json'])
    expect(result).toMatchObject({ code: 3, stderr: '' })
    expect(result.json()).toEqual([expect.objectContaining({ resolved: 0, unknown: 3 })])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '--from-gateway ends at %s while the archive does not answer, and settles nothing by halves',
    { timeout: 60_000 },
    async (signal) => {
      const { scene, id } = await doubtful()
      const before = scene.gateway.requests.length
      scene.gateway.misbehave({ kind: 'hang' })
      const { process: child, ended } = scene.cli.start(['resolve', id, '--from-gateway'])
      child.stdin.end()
      await until(() => scene.gateway.requests.length > before)
      child.kill(signal)
      const { code, stdout, stderr } = await ended
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
      expect(stderr).toMatch(/^griot: [^\n]+\n$/)
      // once more, with an archive that answers: all is as it was
      const again = await scene.cli.run(['resolve', id, '--from-gateway', '--json'])
      expect(again.json()[0]).toMatchObject({ resolved: 3, unknown: 0 })
    },
  )
})

describe('a contact removed while its campaign waits', () => {
  it.each([
    ['en', 'still reaches them'],
    ['fr', 'les atteint encore'],
  ] as const)('still gets the message, as the help says in %s; an opt-out stops it', async (lang, says) => {
    const scene = await stageCli('kingsmspro', { lang, balance: 0 })
    open.push(scene)
    const { cli, gateway } = scene
    const help = (await cli.run(['contacts', 'remove', '--help'])).stdout.replace(/\s+/g, ' ')
    expect(help).toContain(says)
    expect(help).toContain('griot optout add')
    const list = join(cli.dataDir, 'people.csv')
    writeFileSync(list, 'Phone\n677000001\n677000002\n')
    await cli.run(['import', list, '--group', 'Parents', '--country', 'CM'])
    // without credit it pauses before anybody got it
    const options = ['--account', 'shop', '--group', 'Parents', '--template', 'Bonjour', '--yes', '--json']
    expect((await cli.run(['send', ...options])).json<SendEvent>().at(-1)).toMatchObject({
      event: 'paused',
      accepted: 0,
    })
    const removed = await cli.run(['contacts', 'remove', '677000001', '--country', 'CM'])
    expect(removed.code).toBe(0)
    expect(removed.stdout).toContain('griot optout add')
    await cli.run(['optout', 'add', '677000002', '--country', 'CM'])
    gateway.balance = 100
    await cli.run(['campaign', 'resume', '1'])
    expect(gateway.log.map(({ phone }) => phone)).toEqual(['+237677000001'])
  })
})
