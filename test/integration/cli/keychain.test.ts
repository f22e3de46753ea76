/**
 * The command line with a real Secret Service: an empty gnome-keyring on a D-Bus session of its own for each case, so that
 * nobody's keys are touched. Without the programs (Debian: dbus-x11, gnome-keyring, libsecret-1-0) these are skipped.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliProgram } from '../../helpers/cli'
import type { FakeGateway } from '../../helpers/gateways/fake-gateway'
import { startFakeGateway } from '../../helpers/gateways/start'
import { hasKeychain, inKeychainSession, quote } from '../../helpers/keychain-session'

const lock = `dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \\
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null`

const griot = (...args: readonly string[]): string => [process.execPath, cliProgram, ...args].map(quote).join(' ')
const secrets = { apiKey: `clé & = + % "€" 'x'`, password: `été=${'x'.repeat(300)}` }

let gateway: FakeGateway
let home: string
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'griot-keychain-'))
  gateway = await startFakeGateway('smspresto', { credentials: secrets, balance: 500 })
})
afterEach(async () => {
  await gateway.close()
  rmSync(home, { recursive: true, force: true })
})

const account = (...more: readonly string[]): readonly string[] => {
  const options = ['--gateway', 'smspresto', '--base-url', gateway.url, '--sender', 'MOI', '--country', 'CI']
  return ['account', 'add', 'shop', ...options, ...more]
}
const send = ['send', '--account', 'shop', '--to', '0708091011', '--template', 'Bonjour', '--yes', '--json']

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}
function start(command: string, environment: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'en_US.UTF-8',
    GRIOT_DATA_DIR: join(home, 'data'),
    ...environment,
  }
  return spawn('sh', ['-c', command], { env, stdio: 'pipe' })
}
function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  // the bus and the keyring talk too
  const own = (): string =>
    stderr
      .split('\n')
      .filter((line) => line.startsWith('griot') || line.startsWith(' '))
      .join('\n')
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr: own() })))
}
/** Runs shell lines in a session whose keychain is open. */
const session = (...lines: readonly string[]): ChildProcessWithoutNullStreams =>
  start(inKeychainSession(lines.join('\n')))
const entry = Object.entries(secrets)
  .map(([field, value]) => `${field}=${value}\n`)
  .join('')

describe.skipIf(!hasKeychain)('an account with its secrets in the keychain', () => {
  it('added with --secrets-stdin sends without any variable, and forgets them when removed', async () => {
    const child = session(
      `printf %s ${quote(entry)} | ${griot(...account('--secrets-stdin', '--json'))} &&`,
      `${griot(...send)} && ${griot('account', 'remove', 'shop', '--json')} &&`,
      // the same name again holds nothing of the first
      `${griot(...account('--no-keychain', '--json'))} && ${griot('account', 'test', 'shop')}`,
    )
    const { stdout, stderr } = await ended(child)
    expect(stderr).toMatch(/^griot: A credential is missing: “API key” of account “shop”[^\n]*$/)
    const documents = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(documents[0]).toMatchObject({ account: 'shop', keychain: true, secrets: ['apiKey', 'password'] })
    expect(documents.find(({ event }) => event === 'finished')).toMatchObject({ accepted: 1 })
    expect(gateway.log.map(({ phone }) => phone)).toEqual(['+2250708091011'])
    expect(stdout).not.toContain('clé &')
  })

  it('asks for them on a terminal without showing them', async () => {
    const command = griot(...account())
    const child = session(`script -qec ${quote(command)} /dev/null && ${griot('account', 'test', 'shop', '--json')}`)
    let shown = ''
    let answered = 0
    child.stdout.on('data', (part: Buffer) => {
      shown += part.toString('utf8')
      const asked = [...shown.matchAll(/of shop: /g)].length
      const values = Object.values(secrets)
      for (; answered < asked; answered++) child.stdin.write(`${values[answered] ?? ''}\n`)
    })
    const result = await ended(child)
    expect(result.code).toBe(0)
    expect(answered).toBe(2)
    expect(result.stdout).toContain('Account “shop” added')
    expect(result.stdout).toContain('"ok":true')
    expect(result.stdout).not.toMatch(/clé &|été=/)
  })

  it('is refused with 7 and its sentence while the keychain is locked; the environment needs none', async () => {
    const child = session(
      `printf %s ${quote(entry)} | ${griot(...account('--secrets-stdin'))} >/dev/null || exit 99`,
      lock,
      `${griot(...send)}; echo "code $?"`,
      `GRIOT_SECRET_SHOP_API_KEY=${quote(secrets.apiKey)} GRIOT_SECRET_SHOP_PASSWORD=${quote(secrets.password)} ${griot(...send)}`,
    )
    const { code, stdout, stderr } = await ended(child)
    expect(stdout).toContain('code 7')
    expect(stdout).toContain('"code":"keychain_locked"')
    expect(stderr).toMatch(/^griot: This computer’s keychain is locked. Unlock it and try again.$/)
    expect(code).toBe(0)
    expect(gateway.log).toHaveLength(1)
  })

  it('prefers the environment', async () => {
    const wrong = 'apiKey=wrong\npassword=wrong\n'
    const child = session(
      `printf %s ${quote(wrong)} | ${griot(...account('--secrets-stdin'))} >/dev/null || exit 99`,
      `${griot('account', 'test', 'shop')}; echo "code $?"`,
      `export GRIOT_SECRET_SHOP_API_KEY=${quote(secrets.apiKey)} GRIOT_SECRET_SHOP_PASSWORD=${quote(secrets.password)}`,
      `${griot('account', 'test', 'shop')}; echo "code $?"`,
    )
    const { stdout } = await ended(child)
    expect(stdout).toMatch(/code 4\n[^\n]*accepts the credentials.*\ncode 0/)
  })
})

describe.skipIf(process.platform !== 'linux')('where there is no keychain', () => {
  it('adding an account with secrets ends with 7, says what else to do, and adds nothing', async () => {
    const child = start(griot(...account('--secrets-stdin', '--json')), {
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    })
    child.stdin.end(entry)
    const result = await ended(child)
    expect(result.code).toBe(7)
    expect(result.stderr).toMatch(/^griot: This computer’s keychain is not available.[^\n]*environment variables.$/)
    const list = await ended(start(griot('account', 'list', '--json')))
    expect(JSON.parse(list.stdout)).toHaveLength(1)
  })

  it('--no-keychain and the environment never touch it', async () => {
    const environment = {
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
      GRIOT_SECRET_SHOP_API_KEY: secrets.apiKey,
      GRIOT_SECRET_SHOP_PASSWORD: secrets.password,
    }
    expect((await ended(start(griot(...account('--no-keychain')), environment))).code).toBe(0)
    const sent = await ended(start(griot(...send), environment))
    expect({ code: sent.code, stderr: sent.stderr }).toEqual({ code: 0, stderr: '' })
    const without = await ended(start(griot(...send, '--allow-duplicates')))
    expect(without.code).toBe(2)
    expect(without.stderr).toContain('GRIOT_SECRET_SHOP_API_KEY')
  })
})
