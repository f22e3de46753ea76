/** A name that tells a campaign from the others until a person gives it one: its first list, else its first words. Pure. */
import type { DraftView } from '@shared/contract/drafts'

const longest = 60

/** Null where nothing of the draft could name it yet. */
export function automaticName({ sources, template }: Pick<DraftView, 'sources' | 'template'>): string | null {
  const [file] = sources.filter(({ kind }) => kind === 'file' || kind === 'group')
  if (file !== undefined)
    return (
      file.label
        .replace(/\.[a-z0-9]{2,5}$/i, '')
        .trim()
        .slice(0, longest) || null
    )
  const words = template
    .replace(/\{[{%].*?[}%]\}/gs, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([,.])/g, '$1')
    .trim()
  if (words === '') return null
  return words.length <= longest ? words : `${words.slice(0, longest).replace(/\s\S*$/, '')}…`
}
