/** Why a cell is no number that an SMS can be sent to: the closed list. Apart from the reading of numbers, which is heavy. */
export const phoneProblems = [
  'empty',
  'not_a_number',
  'scientific_notation',
  'too_short',
  'too_long',
  'lost_digits',
  'several_numbers',
  'not_mobile',
  'invalid_for_country',
  'old_numbering',
] as const
export type PhoneProblem = (typeof phoneProblems)[number]
