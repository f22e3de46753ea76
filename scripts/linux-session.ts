/**
 * What a Linux machine without a desktop lacks, put around a command: a display (Xvfb) and a Secret Service keychain
 * (gnome-keyring on a D-Bus session of its own, its files in a temporary folder, so that nobody's real keys are touched).
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { isInstalled, repository } from './process.ts'

/** The Debian and Ubuntu packages that the window, a virtual display and the keychain need. */
export const debianPackages = {
  window: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4', 'libsecret-1-0'],
  display: ['xvfb', 'xauth'],
  keychain: ['dbus-x11', 'gnome-keyring', 'libsecret-1-0'],
}

/** Whether windows can be shown: always true on Windows and macOS. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

/** Libraries that a program needs and that this machine doesn't have. Empty where that can't be asked. */
export function missingLibraries(executable: string): string[] {
  if (process.platform !== 'linux') return []
  const listed = spawnSync('ldd', [executable], { encoding: 'utf8' })
  return [...(listed.stdout || '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}

/** Whether windows can be shown here, on a virtual display if need be. */
export function canShowWindows(): boolean {
  return hasDisplay() || (isInstalled('xvfb-run') && isInstalled('xauth'))
}

/** Whether a keychain can be started for the tests. */
export function hasKeychain(): boolean {
  return process.platform === 'linux' && isInstalled('dbus-run-session') && isInstalled('gnome-keyring-daemon')
}

/** The command under a virtual display of its own. */
export function withDisplay(command: readonly string[]): readonly string[] {
  return ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1600x1000x24', ...command]
}

/** The command with an empty, unlocked keychain and GRIOT_TEST_KEYCHAIN=1. */
export function withKeychain(command: readonly string[]): readonly string[] {
  return ['dbus-run-session', '--', 'sh', join(repository, 'scripts/with-keychain.sh'), ...command]
}
