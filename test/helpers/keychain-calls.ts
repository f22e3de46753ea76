/**
 * Makes calls of the keychain port in a process of its own and prints what came of each: a JSON line of values and error
 * codes. Argument: the calls, as JSON `[["write", "king", {…}], ["read", "king"], ["probe"]]`.
 */
import { createKeychain } from '@core/secrets/keychain'
import { toWireError } from '@shared/errors'

type Call =
  | readonly ['read' | 'remove', string]
  | readonly ['write', string, Readonly<Record<string, string>>]
  | readonly ['probe']

const keychain = createKeychain({ service: 'Griot test' })
const told: unknown[] = []
for (const call of JSON.parse(process.argv[2] ?? '[]') as Call[]) {
  try {
    if (call[0] === 'write') told.push((await keychain.write(call[1], call[2])) ?? null)
    else if (call[0] === 'read') told.push(await keychain.read(call[1]))
    else if (call[0] === 'remove') told.push((await keychain.remove(call[1])) ?? null)
    else told.push(await keychain.probe())
  } catch (error) {
    told.push(toWireError(error).code)
  }
}
console.log(JSON.stringify(told))
