/** Whether a file's name ends as one of the accepted extensions (`.csv`); an empty list accepts everything. */
export function hasAcceptedExtension(name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase()
  return extensions.length === 0 || extensions.some((extension) => lower.endsWith(extension.toLowerCase()))
}
