/** What a command has to say about the variables it was started with, before it does anything. */
import { cleanCredential } from '@shared/domain/credential'
import { unknownZone } from '@shared/domain/local-zone'
import { wireError } from '@shared/errors'
import { describeError } from './failure'
import type { Words } from './words'

/**
 * One line each: a time zone that is not known, keys with spaces around them. Line breaks at the end are usual.
 * @param now epoch ms
 */
export function environmentRemarks(environment: NodeJS.ProcessEnv, now: number, words: Words): string[] {
  const zone = unknownZone(environment.TZ, now)
  const keys = Object.entries(environment)
    .filter(([name]) => name.startsWith('GRIOT_SECRET_'))
    .filter(([, value = '']) => cleanCredential(value).value !== value.replace(/^[\r\n]+|[\r\n]+$/g, ''))
  return [
    ...(zone === null ? [] : [describeError(wireError('zone_unknown', { zone }), words).message]),
    ...keys.map(([field]) => words.say('account.trimmed', { field })),
  ]
}
