/** What two people spell differently and mean the same is found in the history by either spelling. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
const texts = [
  'Œuvre du 12',
  'L’œil et le cœur',
  'Cœur sans œdème',
  'coeur en toutes lettres',
  'Æsop fecit',
  'Straße',
  'grasse matinée',
  'ﬁn de mois',
  'ÉCOLE fermée',
]
beforeAll(async () => {
  for (const text of texts) {
    const sent = await cli.run(['send', '--account', 'sandbox', '--to', '+237677123456', '--template', text, '--yes'])
    if (sent.code !== 0) throw new Error(sent.stderr)
  }
})
afterAll(() => cli.remove())

describe('griot history --text', () => {
  it.each([
    ['oeuvre', 1],
    ['œuvre', 1],
    ['OEUVRE', 1],
    ['Œuvre', 1],
    ['oeuv', 1],
    ['œuv', 1],
    ['coeur', 3],
    ['cœur', 3],
    ['coeur oedeme', 1],
    ['aesop', 1],
    ['æsop', 1],
    ['strasse', 1],
    ['Straße', 1],
    ['graße', 1],
    ['fin', 1],
    ['ﬁn mois', 1],
    ['ecole', 1],
    ['oeufs', 0],
  ])('%s: %i', async (search, count) => {
    const found = await cli.run(['history', '--text', search, '--json'])
    expect(found.json<unknown[]>()[0]).toHaveLength(count)
  })
})
