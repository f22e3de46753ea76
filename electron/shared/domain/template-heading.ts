/**
 * How a heading in a template finds its column: people retype headings, so case, outer spaces, runs of inner white space,
 * the Unicode normal form and the shape of apostrophes and quotes don't count. Accents do.
 */

const hidden = /[\u200b-\u200f\u2060\ufeff]/g
const whiteSpace = /[\s\u00a0\u202f]+/g

/** Two headings that differ only as above have the same key. */
export function headingKey(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(hidden, '')
    .replace(whiteSpace, ' ')
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .trim()
    .toLowerCase()
    .normalize('NFC')
}

/** The candidate that the person most likely meant, or null if none is near. Accents and case cost nothing here. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = bare(word)
  let best: string | null = null
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const other = bare(candidate)
    const within = wanted.length >= 3 && other.length >= 3 && (other.includes(wanted) || wanted.includes(other))
    // Part of the heading («Nom» for «Nom complet») is worth as much as one slip of the finger.
    const distance = Math.min(editDistance(wanted, other), within ? 1 : Infinity)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function bare(text: string): string {
  return headingKey(text.slice(0, 100))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[_\s-]+/g, ' ')
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let before: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      }
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return previous[to.length] ?? 0
}
