/** A line of the audit log is read aloud in either language; nothing that core may note stays a key. */
import { describe, expect, it } from 'vitest'
import type { AuditRow } from '@shared/contract/program'
import { auditActions, auditActors, auditDetailKeys } from '@shared/domain/audit'
import { auditActionsNamed, auditLineWords, type AuditFormats } from '@shared/sentences/audit'

const formats: AuditFormats = { number: String, dateTime: (at) => `@${at}`, fileSize: (bytes) => `${bytes} B` }
const row = (change: Partial<AuditRow>): AuditRow => ({
  id: 1,
  at: 1,
  actor: 'window',
  action: 'campaign.start',
  subject: 'campaign 12',
  detail: {},
  ...change,
})
const raw = /\b[a-z]+[._][a-zA-Z]+|[a-z][A-Z]/

describe.each(['fr', 'en'] as const)('the audit log, %s', (language) => {
  const say = (change: Partial<AuditRow>) => auditLineWords(row(change), language, formats)

  it('has words for every action, actor and detail that core may note', () => {
    for (const actor of auditActors) expect(say({ actor }).actor).not.toMatch(raw)
    for (const action of auditActions) expect(say({ action }).action).toMatch(/^\p{Lu}/u)
    for (const action of auditActions) expect(say({ action }).action).not.toMatch(raw)
    for (const key of auditDetailKeys) expect(say({ detail: { [key]: 7 } }).detail).not.toMatch(raw)
  })

  it('names settings and what an undo brought back', () => {
    expect(say({ action: 'settings.save', subject: 'quietHours, textZoom' }).subject).not.toMatch(raw)
    expect(say({ action: 'undo.restore', subject: 'opt_outs' }).subject).not.toMatch(raw)
  })
})

describe('a line of the audit log', () => {
  it('says dates, rates, rules and origins as people do', () => {
    const detail = { scheduledAt: 5, timeZone: 'Africa/Porto-Novo', recurrence: '0 9 * * 1', rate: 0, kind: 'pasted' }
    expect(auditLineWords(row({ detail, action: 'campaign.reschedule' }), 'fr', formats)).toEqual({
      actor: 'Fenêtre',
      action: 'Date d’envoi changée',
      subject: 'Campagne 12',
      detail:
        'départ prévu\u202f: @5 · fuseau horaire\u202f: Porto-Novo · répétition\u202f: chaque lundi à 09:00 · cadence\u202f: au plus vite · origine\u202f: texte collé',
    })
    expect(auditLineWords(row({ detail: { cost: '6180 XAF' } }), 'fr', formats).detail).toBe(
      'coût\u202f: 6\u202f180\u00a0FCFA',
    )
    expect(auditLineWords(row({ detail: { rate: 4, credentials: 'apiKey' } }), 'en', formats).detail).toBe(
      'rate: 4 per second · credentials changed',
    )
  })

  it('that this version does not know is shown as it was written', () => {
    const words = auditLineWords(row({ action: 'moon.land', subject: 'moon', detail: { crater: 'x' } }), 'en', formats)
    expect(words).toMatchObject({ action: 'moon.land', subject: 'moon', detail: 'crater: x' })
  })

  it('is found by its words, in either language', () => {
    expect(auditActionsNamed('ANNULÉE')).toContain('campaign.cancel')
    expect(auditActionsNamed('campaign cancelled')).toEqual(['campaign.cancel'])
    expect(auditActionsNamed('zzz')).toEqual([])
  })
})
