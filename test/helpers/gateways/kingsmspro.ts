/**
 * KING SMS PRO as its page describes it ("Intégration de l'API", "QUERY PARAMETERS", "Appendix A", "Vérifier son solde",
 * "SMS TRACE", "SMS REPORTS"). Where the page shows no answer (a wrong key, a missing field, account details, reports),
 * this answers as the frameworks behind such pages do.
 */
import { json, type Desk, type Reply, type SeenRequest, type Vendor } from './fake-gateway'
import { readForm, strangers } from './form'
import { chargedSegments } from './segments'

/** The sample answer charges 10 XOF per SMS. */
const price = 10

export const kingSmsProVendor: Vendor = {
  id: 'kingsmspro',
  basePath: '/api/v1',
  credentials: { apiKey: 'GxAtSMBzwMIlWQMr3QFYTPmx3aGfdUSP', clientId: '1' },
  messageId: (number) => String(587_854_667 + number),
  answer(request, desk) {
    if (request.query !== '') return refuse(desk, 400, `query ${request.path}`)
    if (request.method !== 'POST') return refuse(desk, 405, `method ${request.method}`)
    const fields = readForm(request.headers['content-type'], request.body)
    if (fields === null) return refuse(desk, 415, `form ${String(request.headers['content-type'])}`)
    if (!authorized(request, desk)) return json(401, { message: 'Unauthenticated.' })
    switch (request.path) {
      case '/api/v1/sms/send':
        return send(fields, desk)
      case '/api/v1/account/details':
        return json(200, {
          result: {
            name: 'Boutique Awa',
            balance: desk.gateway.balance,
            currency: 'XOF',
            sent: desk.gateway.log.length,
          },
        })
      case '/api/v1/sms/trace':
        return trace(fields, desk)
      case '/api/v1/sms/reports':
        return reports(fields, desk)
      default:
        return refuse(desk, 404, `path ${request.path}`)
    }
  },
}

function refuse(desk: Desk, status: number, reason: string): Reply {
  desk.fault(reason)
  return json(status, { message: 'The given data was invalid.', errors: { request: [reason] } })
}

/** PHP sees the bytes of a header; the samples are UTF-8 files. */
function headerText(value: string | string[] | undefined): string {
  return typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : ''
}

function authorized(request: SeenRequest, desk: Desk): boolean {
  const { apiKey, clientId } = desk.gateway.credentials
  return headerText(request.headers.apikey) === apiKey && headerText(request.headers.clientid) === clientId
}

function send(fields: ReadonlyMap<string, string>, desk: Desk): Reply {
  const { gateway } = desk
  const odd = strangers(fields, ['from', 'to', 'type', 'message', 'dlr', 'url'])
  if (odd.length > 0) return refuse(desk, 422, `unknown fields ${odd.join()}`)
  const from = fields.get('from') ?? ''
  const to = fields.get('to') ?? ''
  const type = fields.get('type') ?? ''
  const message = fields.get('message') ?? ''
  const dlr = fields.get('dlr') ?? ''
  const url = fields.get('url') ?? null
  if (from === '' || from.length > 11) return refuse(desk, 422, 'from')
  if (!/^[1-9]\d{7,14}$/.test(to)) return refuse(desk, 422, 'to')
  if (type !== '0' && type !== '1') return refuse(desk, 422, 'type')
  if (message === '') return refuse(desk, 422, 'message')
  if (!['0', '1', 'yes', 'no'].includes(dlr)) return refuse(desk, 422, 'dlr')
  if (url !== null && !/^https?:\/\/[^\s]+$/.test(url)) return refuse(desk, 422, 'url')

  const count = chargedSegments(message)
  const answer = {
    sender: from,
    to,
    message,
    route: 'TG(TOGOCEL)',
    type,
    drl: dlr === 'yes' || dlr === '1' ? '1' : '0',
  }
  const refusal = gateway.refused.has(to) ? 'INV' : count > 10 ? 'LEN' : gateway.balance < count * price ? 'NSF' : null
  if (refusal !== null) {
    return json(200, {
      result: { messageId: '0', ...answer, sms_count: 0, amount: 0, Currency: 'XOF', status: refusal },
    })
  }
  const entry = desk.accept(
    { phone: `+${to}`, text: message, sender: from, segments: count, flash: type === '1', callbackUrl: url },
    price,
  )
  gateway.statuses.set(entry.id, 'ACT')
  return json(200, {
    result: { messageId: entry.id, ...answer, sms_count: count, amount: count * price, Currency: 'XOF', status: 'ACT' },
  })
}

function trace(fields: ReadonlyMap<string, string>, desk: Desk): Reply {
  const id = fields.get('messageId') ?? ''
  if (id === '' || fields.size !== 1) return refuse(desk, 422, 'messageId')
  const entry = desk.gateway.log.find((each) => each.id === id)
  if (entry === undefined) return json(404, { message: 'Message not found' })
  return json(200, {
    result: {
      messageId: id,
      sender: entry.sender,
      destination: entry.phone.slice(1),
      route: 'TG(TOGOCEL)',
      status: desk.gateway.statuses.get(id) ?? 'ACT',
    },
  })
}

function reports(fields: ReadonlyMap<string, string>, desk: Desk): Reply {
  const start = fields.get('date_start') ?? ''
  const end = fields.get('date_end') ?? ''
  const type = fields.get('type') ?? ''
  if (!isDay(start) || !isDay(end) || (type !== '1' && type !== '2') || fields.size !== 3)
    return refuse(desk, 422, 'reports')
  const rows = desk.gateway.log.filter(({ at }) => {
    const day = new Date(at).toISOString().slice(0, 10)
    return type === '2' && day >= start && day <= end
  })
  return json(200, {
    result: rows.map((entry) => ({
      messageId: entry.id,
      sender: entry.sender,
      to: entry.phone.slice(1),
      message: entry.text,
      sms_count: entry.segments,
      amount: entry.segments * price,
      status: desk.gateway.statuses.get(entry.id) ?? 'ACT',
      date: new Date(entry.at).toISOString().slice(0, 19).replace('T', ' '),
    })),
  })
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}
