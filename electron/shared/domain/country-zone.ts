/**
 * The time zones of the countries that Griot names (country.ts), by dial code. IANA time zone database 2026, zone.tab; where a
 * country's zones show different times, one of each.
 */

const byDialCode: Readonly<Record<string, readonly string[]>> = {
  '229': ['Africa/Porto-Novo'],
  '226': ['Africa/Ouagadougou'],
  '238': ['Atlantic/Cape_Verde'],
  '225': ['Africa/Abidjan'],
  '220': ['Africa/Banjul'],
  '233': ['Africa/Accra'],
  '224': ['Africa/Conakry'],
  '245': ['Africa/Bissau'],
  '231': ['Africa/Monrovia'],
  '223': ['Africa/Bamako'],
  '222': ['Africa/Nouakchott'],
  '227': ['Africa/Niamey'],
  '234': ['Africa/Lagos'],
  '221': ['Africa/Dakar'],
  '232': ['Africa/Freetown'],
  '228': ['Africa/Lome'],
  '244': ['Africa/Luanda'],
  '237': ['Africa/Douala'],
  '236': ['Africa/Bangui'],
  '235': ['Africa/Ndjamena'],
  '242': ['Africa/Brazzaville'],
  '243': ['Africa/Kinshasa', 'Africa/Lubumbashi'],
  '240': ['Africa/Malabo'],
  '241': ['Africa/Libreville'],
  '239': ['Africa/Sao_Tome'],
  '257': ['Africa/Bujumbura'],
  '269': ['Indian/Comoro'],
  '253': ['Africa/Djibouti'],
  '291': ['Africa/Asmara'],
  '251': ['Africa/Addis_Ababa'],
  '254': ['Africa/Nairobi'],
  '261': ['Indian/Antananarivo'],
  '265': ['Africa/Blantyre'],
  '230': ['Indian/Mauritius'],
  '258': ['Africa/Maputo'],
  // La Réunion and Mayotte
  '262': ['Indian/Reunion', 'Indian/Mayotte'],
  '250': ['Africa/Kigali'],
  '248': ['Indian/Mahe'],
  '252': ['Africa/Mogadishu'],
  '211': ['Africa/Juba'],
  '249': ['Africa/Khartoum'],
  '255': ['Africa/Dar_es_Salaam'],
  '256': ['Africa/Kampala'],
  '260': ['Africa/Lusaka'],
  '263': ['Africa/Harare'],
  '267': ['Africa/Gaborone'],
  '268': ['Africa/Mbabane'],
  '266': ['Africa/Maseru'],
  '264': ['Africa/Windhoek'],
  '27': ['Africa/Johannesburg'],
  '213': ['Africa/Algiers'],
  '20': ['Africa/Cairo'],
  '218': ['Africa/Tripoli'],
  '212': ['Africa/Casablanca'],
  '216': ['Africa/Tunis'],
  '32': ['Europe/Brussels'],
  '41': ['Europe/Zurich'],
  '49': ['Europe/Berlin'],
  '34': ['Europe/Madrid', 'Atlantic/Canary'],
  '33': ['Europe/Paris'],
  '44': ['Europe/London'],
  '509': ['America/Port-au-Prince'],
  '39': ['Europe/Rome'],
  '961': ['Asia/Beirut'],
  '352': ['Europe/Luxembourg'],
  '31': ['Europe/Amsterdam'],
  '351': ['Europe/Lisbon', 'Atlantic/Azores'],
  '90': ['Europe/Istanbul'],
}

/** @param digits a number's first digits after the `+`, three at least. Empty where the zone is not known (`+1` has many). */
export function zonesOfDialCode(digits: string): readonly string[] {
  for (const length of [3, 2]) {
    const code = digits.slice(0, length)
    if (Object.hasOwn(byDialCode, code)) return byDialCode[code] ?? []
  }
  return []
}
