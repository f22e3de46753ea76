/**
 * Countries that Griot offers by name, with what an account or an import needs to know of them: dial code
 * (ITU-T E.164 country codes) and currency (ISO 4217). West and Central Africa first, then the rest of Africa, then where
 * families and partners live. A number of any other country works too when it is written with its `+`.
 */

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string
  readonly name: { readonly fr: string; readonly en: string }
  /** Without `+`. */
  readonly dialCode: string
  /** ISO 4217. */
  readonly currency: string
}

const byCode = {
  BJ: { code: 'BJ', name: { fr: 'Bénin', en: 'Benin' }, dialCode: '229', currency: 'XOF' },
  BF: { code: 'BF', name: { fr: 'Burkina Faso', en: 'Burkina Faso' }, dialCode: '226', currency: 'XOF' },
  CV: { code: 'CV', name: { fr: 'Cap-Vert', en: 'Cape Verde' }, dialCode: '238', currency: 'CVE' },
  CI: { code: 'CI', name: { fr: 'Côte d’Ivoire', en: 'Côte d’Ivoire' }, dialCode: '225', currency: 'XOF' },
  GM: { code: 'GM', name: { fr: 'Gambie', en: 'Gambia' }, dialCode: '220', currency: 'GMD' },
  GH: { code: 'GH', name: { fr: 'Ghana', en: 'Ghana' }, dialCode: '233', currency: 'GHS' },
  GN: { code: 'GN', name: { fr: 'Guinée', en: 'Guinea' }, dialCode: '224', currency: 'GNF' },
  GW: { code: 'GW', name: { fr: 'Guinée-Bissau', en: 'Guinea-Bissau' }, dialCode: '245', currency: 'XOF' },
  LR: { code: 'LR', name: { fr: 'Liberia', en: 'Liberia' }, dialCode: '231', currency: 'LRD' },
  ML: { code: 'ML', name: { fr: 'Mali', en: 'Mali' }, dialCode: '223', currency: 'XOF' },
  MR: { code: 'MR', name: { fr: 'Mauritanie', en: 'Mauritania' }, dialCode: '222', currency: 'MRU' },
  NE: { code: 'NE', name: { fr: 'Niger', en: 'Niger' }, dialCode: '227', currency: 'XOF' },
  NG: { code: 'NG', name: { fr: 'Nigeria', en: 'Nigeria' }, dialCode: '234', currency: 'NGN' },
  SN: { code: 'SN', name: { fr: 'Sénégal', en: 'Senegal' }, dialCode: '221', currency: 'XOF' },
  SL: { code: 'SL', name: { fr: 'Sierra Leone', en: 'Sierra Leone' }, dialCode: '232', currency: 'SLE' },
  TG: { code: 'TG', name: { fr: 'Togo', en: 'Togo' }, dialCode: '228', currency: 'XOF' },
  AO: { code: 'AO', name: { fr: 'Angola', en: 'Angola' }, dialCode: '244', currency: 'AOA' },
  CM: { code: 'CM', name: { fr: 'Cameroun', en: 'Cameroon' }, dialCode: '237', currency: 'XAF' },
  CF: {
    code: 'CF',
    name: { fr: 'République centrafricaine', en: 'Central African Republic' },
    dialCode: '236',
    currency: 'XAF',
  },
  TD: { code: 'TD', name: { fr: 'Tchad', en: 'Chad' }, dialCode: '235', currency: 'XAF' },
  CG: { code: 'CG', name: { fr: 'Congo-Brazzaville', en: 'Congo-Brazzaville' }, dialCode: '242', currency: 'XAF' },
  CD: { code: 'CD', name: { fr: 'Congo-Kinshasa', en: 'Congo-Kinshasa' }, dialCode: '243', currency: 'CDF' },
  GQ: { code: 'GQ', name: { fr: 'Guinée équatoriale', en: 'Equatorial Guinea' }, dialCode: '240', currency: 'XAF' },
  GA: { code: 'GA', name: { fr: 'Gabon', en: 'Gabon' }, dialCode: '241', currency: 'XAF' },
  ST: {
    code: 'ST',
    name: { fr: 'Sao Tomé-et-Principe', en: 'São Tomé and Príncipe' },
    dialCode: '239',
    currency: 'STN',
  },
  BI: { code: 'BI', name: { fr: 'Burundi', en: 'Burundi' }, dialCode: '257', currency: 'BIF' },
  KM: { code: 'KM', name: { fr: 'Comores', en: 'Comoros' }, dialCode: '269', currency: 'KMF' },
  DJ: { code: 'DJ', name: { fr: 'Djibouti', en: 'Djibouti' }, dialCode: '253', currency: 'DJF' },
  ER: { code: 'ER', name: { fr: 'Érythrée', en: 'Eritrea' }, dialCode: '291', currency: 'ERN' },
  ET: { code: 'ET', name: { fr: 'Éthiopie', en: 'Ethiopia' }, dialCode: '251', currency: 'ETB' },
  KE: { code: 'KE', name: { fr: 'Kenya', en: 'Kenya' }, dialCode: '254', currency: 'KES' },
  MG: { code: 'MG', name: { fr: 'Madagascar', en: 'Madagascar' }, dialCode: '261', currency: 'MGA' },
  MW: { code: 'MW', name: { fr: 'Malawi', en: 'Malawi' }, dialCode: '265', currency: 'MWK' },
  MU: { code: 'MU', name: { fr: 'Maurice', en: 'Mauritius' }, dialCode: '230', currency: 'MUR' },
  MZ: { code: 'MZ', name: { fr: 'Mozambique', en: 'Mozambique' }, dialCode: '258', currency: 'MZN' },
  RE: { code: 'RE', name: { fr: 'La Réunion', en: 'Réunion' }, dialCode: '262', currency: 'EUR' },
  RW: { code: 'RW', name: { fr: 'Rwanda', en: 'Rwanda' }, dialCode: '250', currency: 'RWF' },
  SC: { code: 'SC', name: { fr: 'Seychelles', en: 'Seychelles' }, dialCode: '248', currency: 'SCR' },
  SO: { code: 'SO', name: { fr: 'Somalie', en: 'Somalia' }, dialCode: '252', currency: 'SOS' },
  SS: { code: 'SS', name: { fr: 'Soudan du Sud', en: 'South Sudan' }, dialCode: '211', currency: 'SSP' },
  SD: { code: 'SD', name: { fr: 'Soudan', en: 'Sudan' }, dialCode: '249', currency: 'SDG' },
  TZ: { code: 'TZ', name: { fr: 'Tanzanie', en: 'Tanzania' }, dialCode: '255', currency: 'TZS' },
  UG: { code: 'UG', name: { fr: 'Ouganda', en: 'Uganda' }, dialCode: '256', currency: 'UGX' },
  ZM: { code: 'ZM', name: { fr: 'Zambie', en: 'Zambia' }, dialCode: '260', currency: 'ZMW' },
  ZW: { code: 'ZW', name: { fr: 'Zimbabwe', en: 'Zimbabwe' }, dialCode: '263', currency: 'ZWG' },
  BW: { code: 'BW', name: { fr: 'Botswana', en: 'Botswana' }, dialCode: '267', currency: 'BWP' },
  SZ: { code: 'SZ', name: { fr: 'Eswatini', en: 'Eswatini' }, dialCode: '268', currency: 'SZL' },
  LS: { code: 'LS', name: { fr: 'Lesotho', en: 'Lesotho' }, dialCode: '266', currency: 'LSL' },
  NA: { code: 'NA', name: { fr: 'Namibie', en: 'Namibia' }, dialCode: '264', currency: 'NAD' },
  ZA: { code: 'ZA', name: { fr: 'Afrique du Sud', en: 'South Africa' }, dialCode: '27', currency: 'ZAR' },
  DZ: { code: 'DZ', name: { fr: 'Algérie', en: 'Algeria' }, dialCode: '213', currency: 'DZD' },
  EG: { code: 'EG', name: { fr: 'Égypte', en: 'Egypt' }, dialCode: '20', currency: 'EGP' },
  LY: { code: 'LY', name: { fr: 'Libye', en: 'Libya' }, dialCode: '218', currency: 'LYD' },
  MA: { code: 'MA', name: { fr: 'Maroc', en: 'Morocco' }, dialCode: '212', currency: 'MAD' },
  TN: { code: 'TN', name: { fr: 'Tunisie', en: 'Tunisia' }, dialCode: '216', currency: 'TND' },
  BE: { code: 'BE', name: { fr: 'Belgique', en: 'Belgium' }, dialCode: '32', currency: 'EUR' },
  CA: { code: 'CA', name: { fr: 'Canada', en: 'Canada' }, dialCode: '1', currency: 'CAD' },
  CH: { code: 'CH', name: { fr: 'Suisse', en: 'Switzerland' }, dialCode: '41', currency: 'CHF' },
  DE: { code: 'DE', name: { fr: 'Allemagne', en: 'Germany' }, dialCode: '49', currency: 'EUR' },
  ES: { code: 'ES', name: { fr: 'Espagne', en: 'Spain' }, dialCode: '34', currency: 'EUR' },
  FR: { code: 'FR', name: { fr: 'France', en: 'France' }, dialCode: '33', currency: 'EUR' },
  GB: { code: 'GB', name: { fr: 'Royaume-Uni', en: 'United Kingdom' }, dialCode: '44', currency: 'GBP' },
  HT: { code: 'HT', name: { fr: 'Haïti', en: 'Haiti' }, dialCode: '509', currency: 'HTG' },
  IT: { code: 'IT', name: { fr: 'Italie', en: 'Italy' }, dialCode: '39', currency: 'EUR' },
  LB: { code: 'LB', name: { fr: 'Liban', en: 'Lebanon' }, dialCode: '961', currency: 'LBP' },
  LU: { code: 'LU', name: { fr: 'Luxembourg', en: 'Luxembourg' }, dialCode: '352', currency: 'EUR' },
  NL: { code: 'NL', name: { fr: 'Pays-Bas', en: 'Netherlands' }, dialCode: '31', currency: 'EUR' },
  PT: { code: 'PT', name: { fr: 'Portugal', en: 'Portugal' }, dialCode: '351', currency: 'EUR' },
  TR: { code: 'TR', name: { fr: 'Turquie', en: 'Türkiye' }, dialCode: '90', currency: 'TRY' },
  US: { code: 'US', name: { fr: 'États-Unis', en: 'United States' }, dialCode: '1', currency: 'USD' },
} as const satisfies Record<string, Country>

export const countries: readonly Country[] = Object.values(byCode)

/** The country of an ISO 3166-1 alpha-2 code in upper case, or null for one that Griot does not name. */
export function countryOf(code: string): Country | null {
  return Object.hasOwn(byCode, code) ? byCode[code as keyof typeof byCode] : null
}

/** What an account in this country is most likely billed in: a first guess that a person can change. */
export function currencyOf(code: string): string {
  return countryOf(code)?.currency ?? 'XAF'
}
