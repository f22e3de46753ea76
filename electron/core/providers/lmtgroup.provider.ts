/**
 * LMT BulkSMS (Cameroon), "Manuel intégration API SMS version 1.0 R1". One recipient per request, an urlencoded form,
 * no id, no balance, no archive. The version is part of the path (`v1`). The manual's samples switch TLS verification
 * off; Griot never does.
 */
import { policyOf, type ErrorCode } from '@shared/errors'
import { failedOutcome, notSent, outcomeOf, readJson, rejected, unknown } from './answer'
import { digitsOf, field, isObject, plainWords, quoted, textValue } from './fields'
import type { OutgoingMessage, Provider, ProviderContext, SendOutcome, SendRequest, SendResult } from './provider'

/** "Paramètres de la requête", `flag`. */
const longAbove = 160

export const lmtGroup: Provider = {
  description: {
    id: 'lmtgroup',
    name: 'LMT BulkSMS',
    countries: ['CM'],
    website: 'https://app.lmtgroup.com',
    defaultBaseUrl: 'https://app.lmtgroup.com/bulksms/api/v1',
    credentials: [
      {
        key: 'apiKey',
        label: { fr: 'Clé d’API', en: 'API key' },
        hint: {
          fr: 'Sur app.lmtgroup.com : « Mon compte », puis « Profil », ligne « Clé d’API ».',
          en: 'On app.lmtgroup.com: “Mon compte”, then “Profil”, line “Clé d’API”.',
        },
        secret: true,
      },
      {
        key: 'password',
        label: { fr: 'Mot de passe', en: 'Password' },
        hint: {
          fr: 'Celui avec lequel vous vous connectez à BulkSMS.',
          en: 'The one you sign in to BulkSMS with.',
        },
        secret: true,
      },
    ],
    abilities: {
      batchSize: 1,
      flash: false,
      balance: false,
      figures: false,
      archive: false,
      trace: false,
      callback: false,
      callbackPerMessage: false,
      settleFromArchive: false,
      messageId: false,
      senderMaxLength: null,
    },
    sandbox: false,
  },
  send,
}

/** "Requête de push": POST {base}/push. */
async function send(context: ProviderContext, request: SendRequest): Promise<SendResult> {
  const outcomes: SendOutcome[] = []
  for (const message of request.messages) outcomes.push(await sendOne(context, request, message))
  return { outcomes, balance: null }
}

async function sendOne(context: ProviderContext, request: SendRequest, message: OutgoingMessage): Promise<SendOutcome> {
  const exchange = await context.http.exchange({
    method: 'POST',
    url: `${context.baseUrl}/push`,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams({
      api_key: context.credentials.apiKey ?? '',
      password: context.credentials.password ?? '',
      message: message.text,
      sender: request.sender,
      phone: digitsOf(message.phone),
      // "long_sms pour les sms de plus de 160 caractères": characters, whatever the encoding
      flag: message.text.length > longAbove ? 'long_sms' : 'short_sms',
    }).toString(),
    signal: context.signal,
  })
  if (exchange.kind !== 'answer') return failedOutcome(exchange)
  const reading = readJson(exchange)
  return outcomeOf(exchange, reading.ok ? documented(reading.value, context) : null)
}

/** "Réponse du push": `status` is success or error; the manual's example spells `errors` as `errros`, both are read. */
function documented(answer: unknown, context: ProviderContext): SendOutcome | null {
  if (!isObject(answer)) return null
  const errors = [...wordsOf(field(answer, 'errros')), ...wordsOf(field(answer, 'errors'))]
  const status = textValue(field(answer, 'status'))
  if (status === 'success') {
    if (errors.length > 0) return unknown('answer_unreadable')
    return {
      kind: 'accepted',
      gatewayMessageId: null,
      units: null,
      cost: null,
      currency: null,
      gatewayStatus: 'success',
      report: null,
    }
  }
  if (status !== 'error') return null
  const words = [...errors, ...wordsOf(field(answer, 'message'))]
  const code = lmtRefusal(words)
  if (!policyOf(code).refusal) return notSent(code)
  return rejected(code, quoted(words.join(' · ') || 'error', context.credentials))
}

/** The texts of a list, of an object's values (PHP turns lists with gaps into objects) or of a single text. */
function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return (value as unknown[]).flatMap(wordsOf)
  if (isObject(value)) return Object.values(value).flatMap(wordsOf)
  const text = textValue(value)
  return text === null ? [] : [text]
}

/**
 * The manual shows one message ("invalid paramerters", with "phone is invalid") and names the parameters. First match in
 * this order, over the errors and then the message; anything else is a refusal without a better name.
 */
const refusals: readonly (readonly [RegExp, ErrorCode])[] = [
  [/api[ _-]?key|cle d'api|password|mot de passe|unauthori[sz]ed|authenti|credentials|identifiants/, 'auth'],
  [/insufficient|insuffisant|not enough|credit|solde|balance/, 'insufficient_funds'],
  [/phone|telephone|numero|number|recipient|destinataire/, 'invalid_recipient'],
  [/sender|emetteur|expediteur/, 'sender_refused'],
  [/flag|message|text|sms/, 'text_refused'],
]

export function lmtRefusal(words: readonly string[]): ErrorCode {
  for (const text of words.map(plainWords)) {
    const match = refusals.find(([pattern]) => pattern.test(text))
    if (match !== undefined) return match[1]
  }
  return 'rejected'
}
