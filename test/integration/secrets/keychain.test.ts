/**
 * The keychain port against a real Secret Service: an empty gnome-keyring on a D-Bus session of its own for each case, so
 * that nobody's keys are touched. Each call list is a process of its own, since a process keeps its bus.
 * Without the programs (Debian: dbus-x11, gnome-keyring, libsecret-1-0) these tests are skipped, saying so.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const needed = ['dbus-run-session', 'gnome-keyring-daemon', 'dbus-send']
const missing =
  process.platform === 'linux'
    ? needed.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0)
    : ['a Linux desktop']
if (missing.length > 0) console.warn(`Skipped: the tests with a real keychain. Not here: ${missing.join(', ')}.`)

const hooks = new URL('../../helpers/typescript-hooks.mjs', import.meta.url).href
const program = fileURLToPath(new URL('../../helpers/keychain-calls.ts', import.meta.url))

const waitForService = `tries=0
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \\
  string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do
  tries=$((tries + 1)); [ "$tries" -gt 2400 ] && exit 1; sleep 0.05
done`
const startUnlocked = `printf griot | gnome-keyring-daemon --foreground --unlock --components=secrets 2>/dev/null &
daemon=$!
${waitForService}`
const startAsIs = `gnome-keyring-daemon --foreground --components=secrets 2>/dev/null &
daemon=$!
${waitForService}`
const lock = `dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \\
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null`
const stop = 'kill "$daemon"'

type Calls = readonly (readonly [string, ...unknown[]])[]

/** A shell command that makes the calls; JSON has no single quote here but in texts, which are escaped. */
function calls(list: Calls): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  return [process.execPath, '--no-warnings', '--import', hooks, program, JSON.stringify(list)].map(quote).join(' ')
}

const secret = { apiKey: 'clé & = + % "€"', password: `long ${'x'.repeat(3_000)}` }

describe.skipIf(missing.length > 0)('the OS keychain', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'griot-keychain-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  /** Runs the commands in a fresh session and gives what each call list told. */
  function session(...commands: readonly string[]): unknown[] {
    const { stdout } = spawnSync('dbus-run-session', ['--', 'sh', '-c', commands.join('\n')], {
      encoding: 'utf8',
      // no display: nothing can ask a person for a password
      env: { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
    })
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('['))
      .map((line) => JSON.parse(line) as unknown)
  }

  it('keeps what another process reads, one entry per account, until it is removed', () => {
    const told = session(
      startUnlocked,
      calls([['probe'], ['read', 'king'], ['write', 'king', secret], ['write', 'presto', { apiKey: 'p' }]]),
      calls([
        ['read', 'king'],
        ['remove', 'king'],
        ['read', 'king'],
        ['remove', 'king'],
        ['read', 'presto'],
      ]),
      stop,
    )
    expect(told).toEqual([
      ['ok', {}, null, null],
      [secret, null, {}, null, { apiKey: 'p' }],
    ])
  })

  it('gives a secret only for the address that it was written for', () => {
    const other = 'https://other.example'
    const told = session(
      startUnlocked,
      calls([['write', 'king', secret, other]]),
      calls([
        ['read', 'king'],
        ['read', 'king', other],
        ['read', 'king', `${other}:8443`],
        ['write', 'king', { apiKey: 'p' }],
        ['read', 'king', other],
        ['read', 'king'],
      ]),
      stop,
    )
    expect(told).toEqual([
      [null],
      ['secret_other_origin', secret, 'secret_other_origin', null, 'secret_other_origin', { apiKey: 'p' }],
    ])
  })

  it('says that it is locked, rather than that nothing is there', () => {
    const told = session(
      startUnlocked,
      calls([['write', 'king', secret]]),
      lock,
      calls([['probe'], ['read', 'king'], ['write', 'king', secret], ['remove', 'king']]),
      stop,
    )
    expect(told).toEqual([[null], ['locked', 'keychain_locked', 'keychain_locked', 'keychain_locked']])
  })

  it('says so too when it was never unlocked since the start of the computer', () => {
    session(startUnlocked, calls([['write', 'king', secret]]), stop)
    const told = session(startAsIs, calls([['probe'], ['read', 'king']]), stop)
    expect(told).toEqual([['locked', 'keychain_locked']])
  })

  it('has nothing to read or remove, and cannot be written, where no keyring exists and nobody can be asked', () => {
    const told = session(
      startAsIs,
      calls([['probe'], ['read', 'king'], ['remove', 'king'], ['write', 'king', secret]]),
      stop,
    )
    expect(told).toEqual([['unavailable', {}, null, 'keychain_unavailable']])
  })

  it('is unavailable without a session bus', () => {
    const { stdout } = spawnSync('sh', ['-c', calls([['probe'], ['read', 'king'], ['write', 'king', secret]])], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home },
    })
    expect(JSON.parse(stdout)).toEqual(['unavailable', 'keychain_unavailable', 'keychain_unavailable'])
  })
})
