/**
 * devcodesms (Cameroon), "API-SMS DOCUMENTATION". JSON both ways, up to 50 recipients per request, delivery reports by
 * webhook. Sections: 2.1 sending, 2.2 balance, 2.3 "DR Notification SMS".
 *
 * The batch is ours to choose, the document gives no limit: 50 keeps what one lost answer leaves in doubt small.
 */
import { AppError } from '@shared/errors'
import { failedOutcome, jsonOrThrow, outcomeOf, readJson, sameForAll, unexpectedAnswer } from './answer'
import { readDevcodeBalance, readDevcodeSend } from './devcodesms-answer'
import { readDevcodeCallback } from './devcodesms-callback'
import type { BalanceReport, Provider, ProviderContext, SendRequest, SendResult } from './provider'

const batchSize = 50

export const devcodeSms: Provider = {
  description: {
    id: 'devcodesms',
    name: 'devcodesms',
    countries: ['CM'],
    website: 'https://devcodesms.com',
    defaultBaseUrl: 'https://devcodesms.com/developpeur',
    credentials: [
      {
        key: 'apiKey',
        label: { fr: 'Clé d’API', en: 'API key' },
        hint: {
          fr: 'Sur la plateforme devcodesms, dans votre espace développeur.',
          en: 'On the devcodesms platform, in your developer area.',
        },
        secret: true,
      },
    ],
    abilities: {
      batchSize,
      flash: false,
      balance: true,
      figures: true,
      archive: false,
      trace: false,
      callback: true,
      callbackPerMessage: false,
      settleFromArchive: false,
      messageId: true,
      senderMaxLength: null,
    },
    sandbox: false,
  },
  send,
  balance,
  readCallback: readDevcodeCallback,
}

const headers = { accept: 'application/json', 'content-type': 'application/json' } as const

/** 2.1: POST /Send_sms_dev. `phone` and `message` are texts for one recipient, arrays of equal length for several. */
async function send(context: ProviderContext, request: SendRequest): Promise<SendResult> {
  const { messages } = request
  const phones = messages.map(({ phone }) => phone)
  const texts = messages.map(({ text }) => text)
  const exchange = await context.http.exchange({
    method: 'POST',
    url: `${context.baseUrl}/Send_sms_dev`,
    headers,
    body: JSON.stringify({
      api_key: context.credentials.apiKey,
      sender: request.sender,
      phone: messages.length === 1 ? phones[0] : phones,
      message: messages.length === 1 ? texts[0] : texts,
    }),
    signal: context.signal,
  })
  if (exchange.kind !== 'answer') return sameForAll(request, failedOutcome(exchange))
  const reading = readJson(exchange)
  const answer = reading.ok ? readDevcodeSend(reading.value, phones, context.credentials) : null
  if (answer === null) return sameForAll(request, outcomeOf(exchange, null))
  return { outcomes: answer.outcomes.map((outcome) => outcomeOf(exchange, outcome)), balance: answer.balance }
}

/** 2.2: GET /Solde_sms_dev with a JSON body (the key never moves into the query, although the document's GET of 2.1 has it there). */
async function balance(context: ProviderContext): Promise<BalanceReport> {
  const exchange = await context.http.exchange({
    method: 'GET',
    url: `${context.baseUrl}/Solde_sms_dev`,
    headers,
    body: JSON.stringify({ api_key: context.credentials.apiKey }),
    signal: context.signal,
  })
  if (exchange.kind === 'answer') {
    const reading = readJson(exchange)
    const read = reading.ok ? readDevcodeBalance(reading.value) : null
    if (typeof read === 'string') throw new AppError(read)
    if (read !== null) return read
  }
  throw unexpectedAnswer(jsonOrThrow(exchange))
}
