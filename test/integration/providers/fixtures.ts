/** One fixture per gateway: what the shared contract suite must know that an adapter's description does not say. */
import type { ErrorCode } from '@shared/errors'
import type { GatewayId } from '../../helpers/gateways/start'

export interface ProviderFixture {
  readonly id: GatewayId
  /** Odd on purpose: each character would be lost by some wrong encoding. */
  readonly credentials: Readonly<Record<string, string>>
  /** What an empty balance does to a message. */
  readonly emptyBalance: { readonly kind: 'not_sent' | 'unknown'; readonly code: ErrorCode }
  /** An answer with HTTP 200 that refuses in the vendor's way, and what it means. */
  readonly errorWith200: { readonly body: unknown; readonly kind: 'not_sent' | 'rejected'; readonly code: ErrorCode }
  /** A success that lacks what proves it. */
  readonly bareSuccess: unknown
  /** A success that contradicts itself. */
  readonly contradiction: string
}

const odd = 'k&y=+%20 é"\'€'

export const fixtures: readonly ProviderFixture[] = [
  {
    id: 'kingsmspro',
    credentials: { apiKey: odd, clientId: '42 &é' },
    emptyBalance: { kind: 'not_sent', code: 'insufficient_funds' },
    errorWith200: { body: { result: { status: 'IPV', to: '22890443679' } }, kind: 'not_sent', code: 'account_setup' },
    bareSuccess: { result: { status: 'ACT', to: '22890443679' } },
    contradiction: '{"result":{"messageId":"1","status":"NSF","status":"ACT"}}',
  },
  {
    id: 'devcodesms',
    credentials: { apiKey: odd },
    emptyBalance: { kind: 'not_sent', code: 'insufficient_funds' },
    errorWith200: {
      body: { success: false, status: 401, code: 'error', title: 'Erreur', msg: "Pas d'autorisation" },
      kind: 'not_sent',
      code: 'auth',
    },
    bareSuccess: { success: true, status: 200, code: 'success', msg: 'Tous les messages ont été envoyés avec succès' },
    contradiction:
      '{"success":false,"success":true,"details":[{"sms":[{"status":"success","messageid":"1","mobileno":"+22890443679"}]}]}',
  },
  {
    id: 'smspresto',
    credentials: { apiKey: odd, password: `mot de passe ${odd}` },
    emptyBalance: { kind: 'not_sent', code: 'insufficient_funds' },
    errorWith200: { body: { status: 11, message: 'Invalid password' }, kind: 'not_sent', code: 'auth' },
    bareSuccess: { status: 0, message: 'Message sent successfully.' },
    contradiction: '{"status":102,"status":0,"message-count":1}',
  },
  {
    id: 'lmtgroup',
    credentials: { apiKey: odd, password: `mot de passe ${odd}` },
    emptyBalance: { kind: 'not_sent', code: 'insufficient_funds' },
    errorWith200: {
      body: { status: 'error', message: 'invalid paramerters', errros: ['phone is invalid'] },
      kind: 'rejected',
      code: 'invalid_recipient',
    },
    bareSuccess: { message: 'message sent' },
    contradiction: '{"status":"success","message":"message sent","errros":["phone is invalid"]}',
  },
]
