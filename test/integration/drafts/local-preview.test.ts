/** What the composer shows at once, from the row that it has, is what core makes of it and what is sent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SameNumber } from '@shared/contract/drafts'
import { renderPreview } from '@/components/composer/local-preview'
import { openRoom, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const lists = {
  'comma.csv':
    'Nom;Tél;Solde;Échéance\nAwa;677123401;1 500,50;05/03/2031\nBintou;677123402;12,5;13/03/2031\nMoussa;677123401;1.000;06/04/2031\n',
  'point.csv': 'Nom;Tél;Solde;Échéance\nÇelik;677123403;12.5;03/25/2031\nZoé;677123402;1500.50;03/04/2031\n',
} as const
const templates = [
  '{{ Nom }} : {{ Solde }}',
  '{% if Solde > 100 %}beaucoup{% else %}peu{% endif %}',
  '{% if Échéance > 2031-03-10 %}plus tard{% else %}bientôt{% endif %} {{ Échéance }}',
  '{{ Nom | majuscules }} ç œ ’',
] as const

describe.each(['first', 'join', 'each'] as const satisfies readonly SameNumber[])('%s', (sameNumber) => {
  it.each(templates)('%s', async (template) => {
    const { id } = await room.draft(lists['comma.csv'], template)
    await room.add(id, room.file('point.csv', lists['point.csv']))
    await room.handlers['drafts.save']({ id, patch: { sameNumber } })
    const { columns } = await room.handlers['drafts.get']({ id })
    let shown = 0
    for (const transliterate of [false, true]) {
      for (let index = 0; ; index++) {
        const target = { kind: 'index' as const, index }
        const preview = await room.handlers['drafts.preview']({ id, template, transliterate, target })
        if (preview === null) break
        shown += 1
        const blank = { ...preview, text: '', segments: 0, units: 0, parts: [], costly: [] }
        expect(renderPreview(blank, { template, transliterate, columns })).toEqual(preview)
      }
    }
    expect(shown).toBeGreaterThanOrEqual(6)
  })
})
