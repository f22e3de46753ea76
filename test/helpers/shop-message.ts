/** What the shop of makeExport writes to its customers, and the truth about who gets which text: none of it by Griot's code. */
import type { FakeGateway } from './gateways/fake-gateway'
import type { MadeExport } from './make-export'

export const shopTemplate =
  'Bonjour {{ Prénom | default: "cher client" }}, vous devez {{ Montant dû (€) }} avant le {{ Échéance }}. Merci.'

/** `number text` of everybody who must get a message, in the order of the file. */
export const expectedPairs = ({ expected }: MadeExport): string[] =>
  expected.map(({ phone, values: [firstName, , , , amount, day] }) => {
    const name = firstName === '' ? 'cher client' : firstName
    return `${phone} Bonjour ${name}, vous devez ${amount} avant le ${day}. Merci.`
  })

/** `number text` of everything that the gateway accepted, in its order. */
export const gatewayPairs = ({ log }: FakeGateway): string[] => log.map(({ phone, text }) => `${phone} ${text}`)

/** Figures as the window writes them in French: `9 200`, with a narrow no-break space. */
export const frenchCount = (value: number): string => new Intl.NumberFormat('fr-FR').format(value)
