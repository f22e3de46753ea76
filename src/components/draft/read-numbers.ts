/** Numbers that a person types one after the other: one a line, or with commas or semicolons between. Spaces belong to a number. */
export function readNumbers(text: string): string[] {
  return text
    .split(/[\n\r,;]+/)
    .map((part) => part.trim().slice(0, 60))
    .filter((part) => part !== '')
}
