/** Texts as the septets that go over the air, and back: the judge of what the alphabet's table says. Source: 3GPP TS 23.038. */
import { basicAlphabet, extensionAlphabet, gsmCost } from '@shared/domain/gsm-alphabet'

const escape = 0x1b
const codeOfExtension = (char: string): number => extensionAlphabet.find(([, other]) => other === char)![0]

/** The text as septets, one a byte and not packed; null where a character is outside the alphabet. */
export function encodeGsm(text: string): Uint8Array | null {
  const septets: number[] = []
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index)
    const cost = gsmCost(text.charCodeAt(index))
    if (cost === 0) return null
    if (cost === 2) septets.push(escape)
    septets.push(cost === 2 ? codeOfExtension(char) : basicAlphabet.indexOf(char))
  }
  return Uint8Array.from(septets)
}

/**
 * Septets, one a byte, as text. As TS 23.038 asks of a receiver: an escape before a code without an extension
 * character shows that code of the default alphabet, a double or last escape shows a space.
 */
export function decodeGsm(septets: Uint8Array): string {
  let text = ''
  for (let index = 0; index < septets.length; index++) {
    const code = (septets[index] ?? 0) & 0x7f
    if (code !== escape) {
      text += basicAlphabet.charAt(code)
      continue
    }
    index++
    const second = (septets[index] ?? escape) & 0x7f
    const extended = extensionAlphabet.find(([candidate]) => candidate === second)
    text += extended ? extended[1] : second === escape ? ' ' : basicAlphabet.charAt(second)
  }
  return text
}
