/**
 * Whether valid JSON holds an object that names one key twice. `JSON.parse` silently keeps the last, so
 * `{"status":"error","status":"success"}` would read as a success; RFC 8259 section 4 calls such names unpredictable.
 */

/** `json` must be a text that JSON.parse accepts. */
export function hasRepeatedKey(json: string): boolean {
  const open: (Set<string> | null)[] = []
  let keys: Set<string> | null = null
  let keyNext = false
  for (let index = 0; index < json.length; index++) {
    switch (json.charCodeAt(index)) {
      case 0x22: {
        const start = index
        do index++
        while (json.charCodeAt(index) !== 0x22 && (json.charCodeAt(index) !== 0x5c || ++index > 0))
        if (!keyNext || keys === null) break
        const raw = json.slice(start, index + 1)
        const key = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
        if (keys.has(key)) return true
        keys.add(key)
        keyNext = false
        break
      }
      case 0x7b: // {
        open.push(keys)
        keys = new Set()
        keyNext = true
        break
      case 0x5b: // [
        open.push(keys)
        keys = null
        keyNext = false
        break
      case 0x7d: // }
      case 0x5d: // ]
        keys = open.pop() ?? null
        keyNext = false
        break
      case 0x2c: // ,
        keyNext = keys !== null
        break
    }
  }
  return false
}
