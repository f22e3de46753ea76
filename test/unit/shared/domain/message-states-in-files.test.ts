/**
 * What a new message state touches: lists of states stand in these files only, everything else asks their groups.
 * `undelivered` and `expired` are words of nothing but message states and delivery reports, so they mark such a list.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
/** The gateways' words for what their reports say, and the samples of the gallery. */
const others = /^src\/gallery\/|^electron\/core\/providers\/|^electron\/shared\/domain\/delivery-report\.ts$/

it('lists of message states stand in few files', () => {
  const files = ['electron', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|vue)$/.test(name))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  const naming = files.filter(
    (file) =>
      !others.test(file) &&
      /'(undelivered|expired)'|^\s*(undelivered|expired):|\.(undelivered|expired)\b/m.test(
        readFileSync(join(root, file), 'utf8'),
      ),
  )
  expect(naming.sort()).toEqual([
    'electron/core/storage/migrations/0001-initial.ts',
    'electron/shared/domain/message.ts',
    'electron/shared/sentences/words.en.ts',
    'electron/shared/sentences/words.fr.ts',
    'src/components/message/message-looks.ts',
  ])
})
