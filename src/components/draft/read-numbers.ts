/**
 * Numbers that a person types one after the other: one a line, or with commas or semicolons between. Spaces belong to a number;
 * words before or after it (« Maman 677 11 22 37 ») do not.
 */
export function readNumbers(text: string): string[] {
  return text
    .split(/[\n\r,;]+/)
    .map((part) => numberIn(part.trim()))
    .filter((part) => part !== '')
}

/** The one number among words; the whole where there is none, or more than one: that is shown as a problem, not guessed. */
function numberIn(part: string): string {
  const runs = part.match(/\+?\(?\d[\d\s().\u00a0\u202f-]*\d/g) ?? []
  const [only = part] = runs
  const rest = part.replace(only, '')
  return runs.length === 1 && !/\d/.test(rest) && /^[\p{L}\s:.'’()-]*$/u.test(rest) ? only.trim() : part
}
