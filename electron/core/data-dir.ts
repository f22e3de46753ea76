/**
 * Where Griot keeps its data when nobody says otherwise: the system's place for applications, the same for the window
 * and the command line.
 */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

const folderName = 'Griot'

/**
 * `chosen` or `GRIOT_DATA_DIR` where given, made absolute; else `%APPDATA%\Griot`, `~/Library/Application Support/Griot`
 * or `$XDG_CONFIG_HOME/Griot` (`~/.config/Griot`).
 */
export function dataDirectory(
  chosen?: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = chosen ?? environment.GRIOT_DATA_DIR
  if (named) return resolve(named)
  return join(applicationData(environment, platform), folderName)
}

function applicationData(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  const configured = environment.XDG_CONFIG_HOME
  // the XDG specification: a relative path is to be ignored
  return configured?.startsWith('/') ? configured : join(homedir(), '.config')
}
