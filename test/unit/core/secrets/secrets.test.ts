import { describe, expect, it } from 'vitest'
import { combineSecrets, createEnvironmentSecrets } from '@core/secrets/environment'
import { createKeychain, type Keytar } from '@core/secrets/keychain'
import { createMemorySecrets } from '../../../helpers/memory-secrets'
import { AppError } from '@shared/errors'

const use = { origin: 'https://gateway.example', defaultOrigin: 'https://gateway.example' }
const fieldKeys = ['apiKey', 'clientId', 'password']

describe('credentials of the environment', () => {
  const environment = createEnvironmentSecrets(
    {
      GRIOT_SECRET_KING_API_KEY: 'k & é',
      GRIOT_SECRET_KING_CLIENT_ID: '1',
      GRIOT_SECRET_KING_PASSWORD: '',
      GRIOT_SECRET_MA_BOUTIQUE_API_KEY: 'b',
    },
    fieldKeys,
  )

  it('are found under account and field, upper-case, other characters as _', () => {
    expect(environment.read('king')).toEqual({ apiKey: 'k & é', clientId: '1' })
    expect(environment.read('Ma boutique')).toEqual({ apiKey: 'b' })
    expect(environment.read('presto')).toEqual({})
  })

  it('win field by field, and are never written to the keychain', async () => {
    const stored = createMemorySecrets({ king: { apiKey: 'old', password: 'p' } })
    const secrets = combineSecrets(environment, stored)
    expect(await secrets.read('king', use)).toEqual({ apiKey: 'k & é', clientId: '1', password: 'p' })
    await secrets.write('king', { password: 'new' }, use.origin)
    expect(await secrets.stored?.read('king', use)).toEqual({ password: 'new' })
    await secrets.remove('king')
    expect(await stored.read('king', use)).toEqual({})
    expect(await secrets.read('king', use)).toEqual({ apiKey: 'k & é', clientId: '1' })
  })

  it('spare a complete account the keychain, and save an incomplete one from its failure', async () => {
    let asked = 0
    const failing = createKeychain({
      load: () => {
        asked++
        return Promise.reject(new Error('no libsecret'))
      },
    })
    const complete = combineSecrets(environment, failing, (_, { apiKey, clientId }) => Boolean(apiKey && clientId))
    expect(await complete.read('king', use)).toEqual({ apiKey: 'k & é', clientId: '1' })
    expect(asked).toBe(0)
    expect(await complete.read('Ma boutique', use)).toEqual({ apiKey: 'b' })
    await expect(complete.read('presto', use)).rejects.toMatchObject({ code: 'keychain_unavailable' })
    expect(await complete.probe()).toBe('unavailable')
  })
})

describe('session memory', () => {
  it('keeps copies, by account', async () => {
    const credentials: Record<string, string> = { apiKey: 'a' }
    const secrets = createMemorySecrets()
    await secrets.write('king', credentials, use.origin)
    credentials.apiKey = 'changed'
    expect(await secrets.read('king', use)).toEqual({ apiKey: 'a' })
    expect(await secrets.read('__proto__', use)).toEqual({})
    await secrets.remove('king')
    expect(await secrets.read('king', use)).toEqual({})
    expect(await secrets.probe()).toBe('ok')
  })
})

describe('the keychain port', () => {
  /** What keytar was seen to say, on the systems named. */
  function failingWith(message: string): Keytar {
    const fail = (): Promise<never> => Promise.reject(new Error(message))
    return { getPassword: fail, setPassword: fail, deletePassword: fail }
  }

  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain_unavailable', 'unavailable'],
    ['Could not connect: No such file or directory', 'keychain_unavailable', 'unavailable'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain_unavailable', 'unavailable'],
    [
      'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
      'keychain_unavailable',
      'unavailable',
    ],
    ['Failed to load keytar native addon', 'keychain_unavailable', 'unavailable'],
    ['Cannot create an item in a locked collection', 'keychain_locked', 'locked'],
    ['User interaction is not allowed.', 'keychain_locked', 'locked'],
    ['The user name or passphrase you entered is not correct.', 'keychain_locked', 'locked'],
    ['User canceled the operation.', 'keychain_locked', 'locked'],
  ])('«%s» is %s', async (message, code, probe) => {
    const secrets = createKeychain({ load: () => Promise.resolve(failingWith(message)) })
    for (const call of [
      secrets.read('king', use),
      secrets.write('king', { apiKey: 'a' }, use.origin),
      secrets.remove('king'),
    ]) {
      await expect(call).rejects.toMatchObject({ code, kind: 'keychain' })
    }
    expect(await secrets.probe()).toBe(probe)
  })

  it('respects the 2,560 bytes of an entry on Windows, and says so', async () => {
    const kept = new Map<string, string>()
    const keytar: Keytar = {
      getPassword: (_, account) => Promise.resolve(kept.get(account) ?? null),
      setPassword: (_, account, password) => Promise.resolve(void kept.set(account, password)),
      deletePassword: (_, account) => Promise.resolve(kept.delete(account)),
    }
    const windows = createKeychain({ load: () => Promise.resolve(keytar), platform: 'win32' })
    const frame = Buffer.byteLength(JSON.stringify({ apiKey: '', '@origin': use.origin }))
    const entryOf = (bytes: number): Record<string, string> => ({
      apiKey: 'x'.repeat((bytes - frame) % 2) + 'é'.repeat((bytes - frame) >> 1),
    })
    await windows.write('king', entryOf(2_560), use.origin)
    expect(Buffer.byteLength(kept.get('king')!)).toBe(2_560)
    await expect(windows.write('king', entryOf(2_562), use.origin)).rejects.toEqual(
      new AppError('secret_too_long', { limit: 2_560 }),
    )
    const linux = createKeychain({ load: () => Promise.resolve(keytar), platform: 'linux' })
    await linux.write('long', entryOf(5_000), use.origin)
    expect(await linux.read('long', use)).toEqual(entryOf(5_000))
  })

  it('reads an entry that is not its own as empty', async () => {
    for (const entry of ['', 'x', 'null', '[1]', '{"apiKey":1,"password":"p"}']) {
      const keytar: Keytar = {
        getPassword: () => Promise.resolve(entry),
        setPassword: () => Promise.resolve(),
        deletePassword: () => Promise.resolve(true),
      }
      const read = await createKeychain({ load: () => Promise.resolve(keytar) }).read('king', use)
      expect(read).toEqual(entry.startsWith('{') ? { password: 'p' } : {})
    }
  })

  it('gives a secret to the origin alone that it was typed for; without one, to the gateway’s own', async () => {
    const kept = new Map<string, string>()
    const keytar: Keytar = {
      getPassword: (_, account) => Promise.resolve(kept.get(account) ?? null),
      setPassword: (_, account, password) => Promise.resolve(void kept.set(account, password)),
      deletePassword: (_, account) => Promise.resolve(kept.delete(account)),
    }
    const keychain = createKeychain({ load: () => Promise.resolve(keytar) })
    await keychain.write('king', { apiKey: 'k' }, 'https://own.example:8443')
    kept.set('older', '{"apiKey":"o"}')
    const others = ['http://own.example:8443', 'https://own.example', 'https://own.example.evil:8443', '', 'null']
    for (const origin of [...others, use.origin])
      await expect(keychain.read('king', { ...use, origin })).rejects.toMatchObject({ code: 'secret_other_origin' })
    expect(await keychain.read('king', { ...use, origin: 'https://own.example:8443' })).toEqual({ apiKey: 'k' })
    expect(await keychain.read('older', use)).toEqual({ apiKey: 'o' })
    await expect(keychain.read('older', { ...use, origin: 'https://evil.example' })).rejects.toMatchObject({
      code: 'secret_other_origin',
    })
    // what the operator gives in the environment is for the address that the operator gives
    const environment = createEnvironmentSecrets({ GRIOT_SECRET_KING_API_KEY: 'e' }, fieldKeys)
    const both = combineSecrets(environment, keychain)
    expect(await both.read('king', { ...use, origin: 'https://evil.example' })).toEqual({ apiKey: 'e' })
  })
})
