/** A fake gateway as a person meets it in the window: its name and the labels of its keys, ready for the account's form. */
import { secretVariable } from '@shared/domain/account'
import type { FakeGateway, FakeGatewayOptions, GatewayId } from './gateways/fake-gateway'
import { startFakeGateway } from './gateways/start'

const shown: Readonly<Record<GatewayId, { readonly name: string; readonly labels: Readonly<Record<string, string>> }>> =
  {
    kingsmspro: { name: 'KING SMS PRO', labels: { apiKey: 'Clé d’API', clientId: 'Identifiant client' } },
    devcodesms: { name: 'devcodesms', labels: { apiKey: 'Clé d’API' } },
    smspresto: { name: 'SMS Presto', labels: { apiKey: 'Clé d’API', password: 'Mot de passe du compte' } },
    lmtgroup: { name: 'LMT BulkSMS', labels: { apiKey: 'Clé d’API', password: 'Mot de passe' } },
  }

/** Set where the tests run under a keychain of their own: keys are then typed and kept, as a person does it. */
export const hasKeychain = process.env.GRIOT_TEST_KEYCHAIN === '1'

export interface WindowGateway {
  readonly fake: FakeGateway
  readonly name: string
  readonly credentials: readonly { readonly label: string; readonly value: string }[]
  /** The same keys for an account that reads them from the environment. */
  environment(accountName: string): Record<string, string>
}

export async function startWindowGateway(id: GatewayId, options: FakeGatewayOptions = {}): Promise<WindowGateway> {
  const fake = await startFakeGateway(id, { balance: 1_000_000, ...options })
  const { name, labels } = shown[id]
  const fields = Object.entries(fake.credentials)
  return {
    fake,
    name,
    credentials: fields.map(([key, value]) => ({ label: labels[key] ?? key, value })),
    environment: (accountName) =>
      Object.fromEntries(fields.map(([key, value]) => [secretVariable(accountName, key), value])),
  }
}

/** An account at it as `accounts.save` takes it, in Cameroon at 15 FCFA; its keys from the keychain where there is one. */
export function accountAt({ fake }: WindowGateway, name: string) {
  return {
    name,
    gateway: fake.id,
    baseUrl: fake.url,
    sender: 'BOUTIQUE',
    country: 'CM',
    currency: 'XAF',
    price: '15',
    maxRate: null,
    concurrency: null,
    alertBelow: null,
    callbackUrl: null,
    usesKeychain: hasKeychain,
    ...(hasKeychain ? { credentials: fake.credentials } : {}),
  }
}
