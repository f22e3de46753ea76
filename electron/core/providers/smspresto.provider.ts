/**
 * SMS Presto (Côte d'Ivoire), "SMS API REFERENCE". One address for everything, which ends with a slash. The reference
 * shows GET and POST; only POST is used, with the secrets in its body.
 *
 * Up to 50 recipients per request (the size of a page of its archive, from which an unknown outcome is settled; the
 * reference gives no limit). A batch that is refused for one bad entry is split until that entry is alone.
 */
import { AppError } from '@shared/errors'
import { failedOutcome, notSent, outcomeOf, readJson, sameForAll, unknown } from './answer'
import { prestoArchive, prestoBalance, prestoStock } from './smspresto-account'
import { readPrestoSend } from './smspresto-answer'
import type { OutgoingMessage, Provider, ProviderContext, SendOutcome, SendRequest, SendResult } from './provider'
import type { HttpExchange } from './http'

const batchSize = 50
const senderMaxLength = 11

export const smsPresto: Provider = {
  description: {
    id: 'smspresto',
    name: 'SMS Presto',
    countries: ['CI'],
    website: 'https://smspresto.com',
    defaultBaseUrl: 'https://smspresto.com/console/api/',
    credentials: [
      {
        key: 'apiKey',
        label: { fr: 'Clé d’API', en: 'API key' },
        hint: {
          fr: 'Dans la console SMS Presto (smspresto.com/console), page de votre compte.',
          en: 'In the SMS Presto console (smspresto.com/console), on your account page.',
        },
        secret: true,
      },
      {
        key: 'password',
        label: { fr: 'Mot de passe du compte', en: 'Account password' },
        hint: {
          fr: 'Celui avec lequel vous vous connectez à la console SMS Presto.',
          en: 'The one you sign in to the SMS Presto console with.',
        },
        secret: true,
      },
    ],
    abilities: {
      batchSize,
      flash: false,
      balance: true,
      figures: true,
      archive: true,
      trace: false,
      callback: false,
      callbackPerMessage: false,
      settleFromArchive: true,
      messageId: false,
      senderMaxLength,
    },
    sandbox: false,
  },
  send,
  balance: (context) => prestoBalance((fields) => read(context, fields)),
  archive: (context, query) => prestoArchive(query, (fields) => read(context, fields)),
}

function post(context: ProviderContext, form: URLSearchParams): Promise<HttpExchange> {
  return context.http.exchange({
    method: 'POST',
    url: `${context.baseUrl}/`,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
    signal: context.signal,
  })
}

function identity(context: ProviderContext): { user: string; pass: string } {
  return { user: context.credentials.apiKey ?? '', pass: context.credentials.password ?? '' }
}

/**
 * "Retrieving customer data – method [get or post]". Whether a POST holds plain fields (as the section lists them) or
 * `data` (as the POST of a send does) is not said: it holds both, and the gateway reads the one it knows.
 */
function read(context: ProviderContext, fields: Readonly<Record<string, string>>): Promise<HttpExchange> {
  const all = { ...identity(context), ...fields }
  return post(context, new URLSearchParams({ ...all, data: JSON.stringify(all) }))
}

async function send(context: ProviderContext, request: SendRequest): Promise<SendResult> {
  if (request.sender.length > senderMaxLength) return sameForAll(request, notSent('sender_invalid'))
  const outcomes = await sendPart(context, request, request.messages, { stop: null })
  return { outcomes, balance: null }
}

/** Set once a failure says that nothing more can be sent now: the rest of a split batch then is not tried. */
interface Split {
  stop: SendOutcome | null
}

/**
 * Sends `messages` in one request. 102 and 103 say that an entry is bad but not which, and that nothing was sent
 * ("Error codes"): the halves are then sent apart. Each half only holds messages of a request that was refused whole.
 */
async function sendPart(
  context: ProviderContext,
  request: SendRequest,
  messages: readonly OutgoingMessage[],
  split: Split,
): Promise<SendOutcome[]> {
  if (context.signal.aborted) split.stop ??= notSent('cancelled')
  const { stop } = split
  if (stop !== null) return messages.map(() => stop)

  const exchange = await post(context, sendForm(context, request.sender, messages))
  const reading = exchange.kind === 'answer' ? readJson(exchange) : null
  const answer = reading?.ok === true ? readPrestoSend(reading.value, messages, context.credentials) : null
  if (answer === 'bad_entry') {
    const middle = messages.length >> 1
    const first = await sendPart(context, request, messages.slice(0, middle), split)
    const second = await sendPart(context, request, messages.slice(middle), split)
    return [...first, ...second]
  }
  if (answer === 'none_sent') {
    const outcome = (await isStockEmpty(context)) ? notSent('insufficient_funds') : unknown('answer_partial')
    if (outcome.kind === 'not_sent') split.stop = outcome
    return messages.map(() => outcome)
  }
  const outcomes =
    exchange.kind !== 'answer'
      ? messages.map(() => failedOutcome(exchange))
      : (answer ?? messages.map(() => null)).map((outcome) => outcomeOf(exchange, outcome))
  split.stop = outcomes.find(({ kind }) => kind === 'not_sent') ?? null
  return outcomes
}

/**
 * The error list has no code for an empty stock. A success with `message-count` 0 ("Number of messages sent") beside a
 * stock of 0 can mean nothing else; without that second word the outcome stays doubtful.
 */
async function isStockEmpty(context: ProviderContext): Promise<boolean> {
  try {
    return Number((await prestoStock((fields) => read(context, fields))) ?? Number.NaN) === 0
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/** "Send SMS - method [post]", "Custom message for each recipient": a form field `data` that holds JSON. */
function sendForm(context: ProviderContext, sender: string, messages: readonly OutgoingMessage[]): URLSearchParams {
  const { user, pass } = identity(context)
  const to = messages.map(({ phone, text }) => ({ recipient: phone, message: text }))
  return new URLSearchParams({ data: JSON.stringify({ user, pass, action: 'sendsms', from: sender, to }) })
}
