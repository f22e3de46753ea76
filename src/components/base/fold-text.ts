/** Lower case without accents, so that « regl » finds « Réglages » in every search of the interface. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
