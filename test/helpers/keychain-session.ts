/**
 * A real Secret Service for a shell line: an empty gnome-keyring on a D-Bus session of its own, so that nobody's keys are
 * touched. It needs the programs of Debian's dbus-x11, gnome-keyring and libsecret-1-0.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
export const hasKeychain =
  process.platform === 'linux' && ['dbus-run-session', 'gnome-keyring-daemon', 'dbus-send'].every(has)

const withKeychain = fileURLToPath(new URL('../../scripts/with-keychain.sh', import.meta.url))

/** One word of a shell line. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/** The line that runs `line` in a session whose keychain is open. */
export const inKeychainSession = (line: string): string =>
  `dbus-run-session -- sh ${quote(withKeychain)} sh -c ${quote(line)}`
