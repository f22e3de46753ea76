/** How the names of files end that core reads as lists of people, without the point. */
export const listFileExtensions = [
  'csv',
  'tsv',
  'txt',
  'xlsx',
  'xlsm',
  'xls',
  'xlsb',
  'ods',
  'vcf',
  'htm',
  'html',
] as const
