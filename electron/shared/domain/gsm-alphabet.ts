/**
 * The GSM 7-bit default alphabet and its extension table: which characters fit in an SMS of 160, and at what price in
 * septets. Source: 3GPP TS 23.038, sections 6.2.1 and 6.2.1.1.
 * National shift tables (Turkish, Portuguese, …) are left out: French has none and gateways don't use them.
 */

/** The default alphabet in the order of its codes 0x00 to 0x7F; 0x1B (escape) stands for no character. */
export const basicAlphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ' +
  ' !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmnopqrstuvwxyzäöñüà'

const escape = 0x1b

/** The extension table: second septet after the escape → character. */
export const extensionAlphabet: readonly (readonly [code: number, char: string])[] = [
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
]

/** One more than the highest UTF-16 unit of the alphabet (the euro sign): units from here on are not GSM. */
export const gsmTableLength = 0x20ad

const costs = new Uint8Array(gsmTableLength)
Array.from(basicAlphabet).forEach((char, code) => {
  if (code === escape) return
  costs[char.charCodeAt(0)] = 1
})
for (const [, char] of extensionAlphabet) costs[char.charCodeAt(0)] = 2

/** Septets of each UTF-16 unit: 1, 2 (extension table), or 0 where the character is not in the alphabet. */
export const gsmCosts: Readonly<Uint8Array> = costs

/** Septets that this UTF-16 unit takes: 1, 2, or 0 where it is not in the alphabet. */
export function gsmCost(unit: number): number {
  return unit < gsmTableLength ? (costs[unit] ?? 0) : 0
}

/** True where the whole text can be sent in the GSM 7-bit alphabet, as it stands. */
export function isGsmText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (gsmCost(text.charCodeAt(index)) === 0) return false
  }
  return true
}
