/**
 * Texts that mean nothing at all: what spreadsheets show where a formula has no result, and what databases and programs write
 * for no value. Upper and lower case as those write them: Nan is somebody's name, NaN and nan are not.
 */
const errorValue =
  /^(?:#(?:N\/A|N\/D|NA|REF!|VALUE!|VALEUR!|DIV\/0!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|CALC!|#{2,})|\\N|NULL|null|Null|nan|NaN|none|None|undefined|nil|[Nn]\/[Aa]|[Nn][ée]ant|[-\u2013\u2014]{1,3})$/
const longest = 14

/** The text without outer spaces where it is one of them, else null. */
export function errorWord(text: string): string | null {
  if (text.length > longest + 20) return null
  const bare = text.trim()
  return bare.length > 0 && bare.length <= longest && errorValue.test(bare) ? bare : null
}
