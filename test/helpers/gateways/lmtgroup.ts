/** LMT BulkSMS as its "Manuel intégration API SMS version 1.0 R1" describes it: POST /push, always HTTP 200. */
import { json, type Desk, type Reply, type Vendor } from './fake-gateway'
import { readForm, strangers } from './form'
import { chargedSegments } from './segments'

export const lmtGroupVendor: Vendor = {
  id: 'lmtgroup',
  basePath: '/bulksms/api/v1',
  credentials: { apiKey: 'macléd’api', password: 'monpasse' },
  messageId: (number) => String(number),
  answer(request, desk) {
    const { gateway } = desk
    if (request.path !== '/bulksms/api/v1/push' || request.query !== '') {
      desk.fault(`path ${request.path}${request.query}`)
      return { status: 404, body: '404 Not Found' }
    }
    if (request.method !== 'POST') return invalid(desk, 'method must be POST')
    const fields = readForm(request.headers['content-type'], request.body)
    if (fields === null || !(request.headers['content-type'] ?? '').includes('urlencoded'))
      return invalid(desk, 'content type is invalid')
    const odd = strangers(fields, ['api_key', 'password', 'message', 'sender', 'phone', 'flag'])
    if (odd.length > 0) return invalid(desk, `${odd.join()} is unknown`)
    for (const name of ['api_key', 'password', 'message', 'sender', 'phone']) {
      if ((fields.get(name) ?? '') === '') return invalid(desk, `${name} is required`)
    }
    const { apiKey, password } = gateway.credentials
    if (fields.get('api_key') !== apiKey) return refused('invalid api_key')
    if (fields.get('password') !== password) return refused('invalid password')
    const phone = fields.get('phone') ?? ''
    const message = fields.get('message') ?? ''
    const flag = fields.get('flag') ?? 'short_sms'
    if (!/^[1-9]\d{7,14}$/.test(phone)) return invalid(desk, 'phone is invalid')
    if (gateway.refused.has(phone))
      return json(200, { status: 'error', message: 'invalid paramerters', errros: ['phone is invalid'] })
    if (flag !== 'short_sms' && flag !== 'long_sms') return invalid(desk, 'flag is invalid')
    // "long_sms pour les sms de plus de 160 caractères"
    if (flag === 'short_sms' && message.length > 160) return invalid(desk, 'message is too long for short_sms')
    const segments = chargedSegments(message)
    if (gateway.balance < segments) return refused('insufficient credit')
    desk.accept({
      phone: `+${phone}`,
      text: message,
      sender: fields.get('sender') ?? '',
      segments,
      flash: false,
      callbackUrl: null,
    })
    return json(200, { status: 'success', message: 'message sent' })
  },
}

function refused(message: string): Reply {
  return json(200, { status: 'error', message })
}

function invalid(desk: Desk, reason: string): Reply {
  desk.fault(reason)
  return json(200, { status: 'error', message: 'invalid paramerters', errros: [reason] })
}
