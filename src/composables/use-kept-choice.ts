/** A set of names that a person switched on, kept in localStorage: which own fields are columns. */
import { ref } from 'vue'

export interface KeptChoice {
  has: (name: string) => boolean
  toggle: (name: string) => void
}

function read(storageKey: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : []
  } catch {
    return []
  }
}

export function useKeptChoice(storageKey: string): KeptChoice {
  const chosen = ref(new Set(read(storageKey)))
  return {
    has: (name) => chosen.value.has(name),
    toggle(name) {
      const next = new Set(chosen.value)
      if (!next.delete(name)) next.add(name)
      chosen.value = next
      localStorage.setItem(storageKey, JSON.stringify([...next]))
    },
  }
}
