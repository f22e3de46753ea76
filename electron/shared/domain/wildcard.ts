/** `CM*`, `?M2`, `*`: signs that stand for other characters elsewhere, and for themselves in a condition. */
const wildcard = /[\p{Letter}\p{Number}][*?]|[*?][\p{Letter}\p{Number}]|^[*?]+$/u

export const hasWildcard = (text: string): boolean => wildcard.test(text.trim())
