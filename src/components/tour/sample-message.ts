/**
 * The message of the tour, for the sample file in either language: two columns, one of them with a fallback, all of it in
 * GSM-7 so that each message is one SMS. Chosen by the file's headings, since the file follows the system's language.
 */
import { headingKey } from '@shared/domain/template-heading'

const messages = [
  {
    heading: 'Prénom',
    text: 'Bonjour {{ Prénom | default: "cher client" }}, votre commande {{ Commande }} est prête. Reste à payer : {{ Reste à payer }} FCFA. Boutique Awa',
  },
  {
    heading: 'First name',
    text: 'Hello {{ First name | default: "dear customer" }}, your order {{ Order }} is ready. Amount due: {{ Amount due }} FCFA. Awa shop',
  },
] as const

/** Empty where the file has none of the headings that we know. */
export function sampleMessage(columns: readonly string[]): string {
  const keys = new Set(columns.map(headingKey))
  return messages.find(({ heading }) => keys.has(headingKey(heading)))?.text ?? ''
}
