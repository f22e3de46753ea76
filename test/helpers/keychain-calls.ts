/**
 * Makes calls of the keychain port in a process of its own and prints what came of each: a JSON line of values and error
 * codes. Argument: the calls, as JSON `[["write", "king", {…}], ["read", "king"], ["probe"]]`; an origin may follow.
 */
import { createKeychain } from '@core/secrets/keychain'
import { toWireError } from '@shared/errors'

type Call =
  | readonly ['read', string, string?]
  | readonly ['remove', string]
  | readonly ['write', string, Readonly<Record<string, string>>, string?]
  | readonly ['probe']

const keychain = createKeychain({ service: 'Griot test' })
const use = { origin: 'https://gateway.example', defaultOrigin: 'https://gateway.example' }
const told: unknown[] = []
for (const call of JSON.parse(process.argv[2] ?? '[]') as Call[]) {
  try {
    told.push((await make(call)) ?? null)
  } catch (error) {
    told.push(toWireError(error).code)
  }
}
console.log(JSON.stringify(told))

function make(call: Call): Promise<unknown> {
  switch (call[0]) {
    case 'write':
      return keychain.write(call[1], call[2], call[3] ?? use.origin)
    case 'read':
      return keychain.read(call[1], { ...use, origin: call[2] ?? use.origin })
    case 'remove':
      return keychain.remove(call[1])
    case 'probe':
      return keychain.probe()
  }
}
