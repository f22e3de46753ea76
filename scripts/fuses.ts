/**
 * Electron's fuses, the switches in its executable that no setting can change back: which one the packaging states, and
 * what a made executable really has. https://www.electronjs.org/docs/latest/tutorial/fuses
 */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

/** Their names in electron-builder.yml, in the order of the executable. */
const indexes = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
} as const
export type FuseName = keyof typeof indexes
export const fuseNames = Object.keys(indexes) as FuseName[]

/** `electronFuses` of electron-builder.yml. */
export type StatedFuses = Readonly<Partial<Record<FuseName, boolean>>>

export interface Fuse {
  /** Its number where @electron/fuses has no name for it yet. */
  readonly name: string
  readonly stated: boolean | undefined
  /** `absent`: this Electron is too old to have it. */
  readonly found: 'on' | 'off' | 'absent' | 'removed'
}

/**
 * @param program the executable, or the .app folder on macOS
 * @throws Error where it holds no fuses
 */
export async function readFuses(program: string, stated: StatedFuses): Promise<Fuse[]> {
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(program)) }
  const stateOf = (index: number): Fuse['found'] => {
    const state = wire[String(index)]
    if (state === undefined) return 'absent'
    const character = String.fromCharCode(Number(state))
    return character === '1' ? 'on' : character === '0' ? 'off' : 'removed'
  }
  const named = fuseNames.map((name) => ({ name, stated: stated[name], found: stateOf(indexes[name]) }))
  const unnamed = Object.keys(wire)
    .filter((key) => /^\d+$/.test(key) && Number(key) >= fuseNames.length)
    .map((key) => ({ name: key, stated: undefined, found: stateOf(Number(key)) }))
  return [...named, ...unnamed]
}

/** What is wrong, a line each: every named fuse must be stated, and be as stated where this Electron has it. */
export function fuseFaults(fuses: readonly Fuse[]): string[] {
  return fuses.flatMap(({ name, stated, found }) => {
    if (/^\d+$/.test(name) || (found === 'absent' && stated !== undefined)) return []
    if (stated === undefined) return [`${name} is not stated in electron-builder.yml`]
    return found === (stated ? 'on' : 'off') ? [] : [`${name} is ${found}, stated is ${stated ? 'on' : 'off'}`]
  })
}

export function fuseTable(fuses: readonly Fuse[]): string {
  const words = (stated: boolean | undefined) => (stated === undefined ? 'not stated' : stated ? 'on' : 'off')
  const rows = fuses.map(({ name, stated, found }) => [
    name,
    words(stated),
    found === 'absent' ? 'absent (old Electron)' : found,
  ])
  const lines = [['fuse', 'stated', 'in the executable'], ...rows]
  const widths = [0, 1].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)) + 2)
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('')
        .trimEnd(),
    )
    .join('\n')
}
