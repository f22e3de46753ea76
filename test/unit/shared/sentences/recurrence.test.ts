import { describe, expect, it } from 'vitest'
import { recurrenceWords } from '@shared/sentences/recurrence'

describe('a recurring schedule in words', () => {
  it.each([
    ['0 9 * * 1', 'chaque lundi à 09:00 (Douala)', 'every Monday at 09:00 (Douala)'],
    ['30 18 * * 0', 'chaque dimanche à 18:30 (Douala)', 'every Sunday at 18:30 (Douala)'],
    ['30 18 * * 7', 'chaque dimanche à 18:30 (Douala)', 'every Sunday at 18:30 (Douala)'],
    ['5 7 * * *', 'chaque jour à 07:05 (Douala)', 'every day at 07:05 (Douala)'],
    ['0 8 * * 1-5', 'du lundi au vendredi à 08:00 (Douala)', 'Monday to Friday at 08:00 (Douala)'],
    ['0 8 1 * *', 'le 1er de chaque mois à 08:00 (Douala)', 'on day 1 of every month at 08:00 (Douala)'],
    ['0 8 15 * *', 'le 15 de chaque mois à 08:00 (Douala)', 'on day 15 of every month at 08:00 (Douala)'],
    [
      '0 8 30 * *',
      'le 30 de chaque mois à 08:00, sauf en février (Douala)',
      'on day 30 of every month at 08:00, except in February (Douala)',
    ],
    [
      '0 8 L * *',
      'le dernier jour de chaque mois à 08:00 (Douala)',
      'on the last day of every month at 08:00 (Douala)',
    ],
    ['*/5 * * * *', 'selon la règle */5 * * * * (Douala)', 'by the rule */5 * * * * (Douala)'],
    ['0 8 1 * 1', 'selon la règle 0 8 1 * 1 (Douala)', 'by the rule 0 8 1 * 1 (Douala)'],
    ['99 8 * * *', 'selon la règle 99 8 * * * (Douala)', 'by the rule 99 8 * * * (Douala)'],
  ])('%s', (rule, french, english) => {
    expect(recurrenceWords(rule, 'Africa/Douala', 'fr')).toBe(french)
    expect(recurrenceWords(rule, 'Africa/Douala', 'en')).toBe(english)
  })

  it('names the place as people do, or none', () => {
    expect(recurrenceWords('0 9 * * 1', 'Africa/Porto-Novo', 'fr')).toBe('chaque lundi à 09:00 (Porto-Novo)')
    expect(recurrenceWords('0 9 * * 1', 'America/Port_of_Spain', 'en')).toBe('every Monday at 09:00 (Port of Spain)')
    expect(recurrenceWords('0 9 * * 1', null, 'fr')).toBe('chaque lundi à 09:00')
  })
})
