import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataDirectory } from '@core/data-dir'

describe('the data folder', () => {
  it('is the one that was named, before the one of the environment', () => {
    expect(dataDirectory('here', { GRIOT_DATA_DIR: '/there' })).toBe(resolve('here'))
    expect(dataDirectory(undefined, { GRIOT_DATA_DIR: '/there' })).toBe('/there')
  })

  it("is the system's place for applications otherwise", () => {
    expect(dataDirectory(undefined, { APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'Griot'))
    expect(dataDirectory(undefined, {}, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'Griot'))
    expect(dataDirectory(undefined, { XDG_CONFIG_HOME: '/config' }, 'linux')).toBe('/config/Griot')
    expect(dataDirectory(undefined, { XDG_CONFIG_HOME: 'relative' }, 'linux')).toBe(join(homedir(), '.config', 'Griot'))
  })
})
