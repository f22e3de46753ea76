/**
 * Which Electron still gets security fixes: its three newest majors (Electron, Release timelines). Known when this version of
 * Griot is made; test/unit/main/electron-support.test.ts holds it to package.json.
 */
export const oldestSupportedMajor = 43

/** @param version as in `process.versions.electron`: `45.4.1`. */
export function isSupportedElectron(version: string): boolean {
  return Number.parseInt(version, 10) >= oldestSupportedMajor
}
