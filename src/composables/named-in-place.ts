/** History state of an address that a page gives to itself, once what it shows has an id. */
export const namedInPlace = { namedInPlace: true } as const

export function isNamedInPlace(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'namedInPlace' in state
}
