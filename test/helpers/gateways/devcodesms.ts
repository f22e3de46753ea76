/** devcodesms as its "API-SMS DOCUMENTATION" describes it: 2.1 sending, 2.2 balance, 2.3 delivery reports. */
import {
  json,
  type AcceptedMessage,
  type Desk,
  type FakeGateway,
  type Reply,
  type SeenRequest,
  type Vendor,
} from './fake-gateway'
import { chargedSegments } from './segments'

export const devcodeSmsVendor: Vendor = {
  id: 'devcodesms',
  basePath: '/developpeur',
  credentials: { apiKey: 'VOTRE_CLE_API' },
  messageId: (number) => `brk.ocm.746082b9-5e1c-43d7-a616-${String(number).padStart(12, '0')}`,
  answer(request, desk) {
    const route = `${request.method} ${request.path}`
    const sends = route === 'POST /developpeur/Send_sms_dev'
    if (!sends && route !== 'GET /developpeur/Solde_sms_dev') return refuse(desk, 404, 'Erreur', `route ${route}`)
    if (request.query !== '') return refuse(desk, 400, 'Erreur', 'query')
    const body = jsonBody(request)
    if (body === null) return refuse(desk, 400, 'Erreur de validation pour champ manquant', 'headers or body')
    const key: unknown = body.api_key
    if (typeof key !== 'string' || key === '')
      return refuse(desk, 400, 'Erreur de validation pour api_key manquant', 'api_key')
    if (key !== desk.gateway.credentials.apiKey) return failure(401, 'Pas d’autorisation')
    return sends ? send(body, desk) : balance(body, desk)
  },
}

function failure(status: number, msg: string): Reply {
  return json(status, { success: false, status, code: 'error', title: 'Erreur', msg, details: [] })
}

function refuse(desk: Desk, status: number, msg: string, reason: string): Reply {
  desk.fault(reason)
  return failure(status, msg)
}

/** "Accept: application/json", "Content-Type: application/json" and a body with its length, on the GET too. */
function jsonBody(request: SeenRequest): Record<string, unknown> | null {
  const { accept, 'content-type': type, 'content-length': length } = request.headers
  if (accept !== 'application/json' || !/^application\/json(?:; ?charset=utf-8)?$/i.test(type ?? '')) return null
  if (length !== String(Buffer.byteLength(request.body))) return null
  try {
    const value: unknown = JSON.parse(request.body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function texts(value: unknown): string[] | null {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.every((item): item is string => typeof item === 'string' && item !== '') ? list : null
}

/** 2.1.1: `phone` and `message` are "String ou array"; two arrays go pair by pair. */
function send(body: Record<string, unknown>, desk: Desk): Reply {
  const { gateway } = desk
  const odd = Object.keys(body).filter((name) => !['api_key', 'sender', 'phone', 'message'].includes(name))
  const phones = texts(body.phone)
  const messages = texts(body.message)
  const { sender } = body
  if (odd.length > 0 || phones === null || messages === null || typeof sender !== 'string' || sender === '') {
    return refuse(desk, 400, 'Erreur de validation pour champ manquant', `fields ${odd.join()}`)
  }
  if (Array.isArray(body.message) && messages.length !== phones.length) {
    return refuse(desk, 400, 'Erreur de validation pour champ manquant', 'lengths')
  }
  const textFor = (index: number): string => messages[messages.length === 1 ? 0 : index] ?? ''
  const malformed = phones.filter((phone) => !/^\+[1-9]\d{7,14}$/.test(phone))
  if (malformed.length > 0) return refuse(desk, 400, 'Numéro de téléphone invalide', 'phone')
  const segments = phones.map((_, index) => chargedSegments(textFor(index)))
  if (segments.reduce((sum, each) => sum + each, 0) > gateway.balance) return failure(400, 'Solde insuffisant')
  if (phones.length === 1 && gateway.refused.has(digits(phones[0] ?? '')))
    return failure(400, 'Numéro de téléphone invalide')

  const sms = phones.flatMap((phone, index): Record<string, string | number | null>[] => {
    if (gateway.dropped.has(digits(phone))) return []
    if (gateway.refused.has(digits(phone))) {
      return [{ status: 'error', mobileno: phone, errorcode: 400, errordescription: 'Numéro de téléphone invalide' }]
    }
    const entry = desk.accept({
      phone,
      text: textFor(index),
      sender,
      segments: segments[index] ?? 1,
      flash: false,
      callbackUrl: null,
    })
    return [
      {
        status: 'success',
        smsclientid: `brk.ocm.${entry.id.slice(-23)}`,
        messageid: entry.id,
        mobileno: phone,
        errorcode: null,
        errordescription: null,
        total_sms_unit: entry.segments,
        balance: gateway.balance,
      },
    ]
  })
  const whole = sms.length === phones.length && sms.every(({ status }) => status === 'success')
  // the document promises no order: answers come back last first
  return json(200, {
    success: whole,
    status: 200,
    code: whole ? 'success' : 'error',
    title: whole ? 'Réussite' : 'Erreur',
    msg: whole ? 'Tous les messages ont été envoyés avec succès' : 'Certain message n’ont pas été envoyé',
    details: [{ responsecode: 1, responsedescription: 'success', responsemessage: 'success', sms: sms.reverse() }],
  })
}

function digits(phone: string): string {
  return phone.replace(/\D/g, '')
}

/** 2.2. */
function balance(body: Record<string, unknown>, desk: Desk): Reply {
  if (Object.keys(body).length !== 1) return refuse(desk, 400, 'Erreur de validation pour champ manquant', 'fields')
  const { gateway } = desk
  const sent = gateway.log.reduce((sum, { segments }) => sum + segments, 0)
  return json(200, {
    success: true,
    status: 200,
    code: 'success',
    title: 'Réussite',
    msg: 'Données renvoyés avec succès.',
    data: { qty_acheter: gateway.balance + sent, qty_envoye: sent, solde: gateway.balance },
  })
}

/** 2.3.1: the body that the gateway posts to the partner's URL. */
export function devcodeReports(messages: readonly AcceptedMessage[], statuses: FakeGateway['statuses']): string {
  const time = (at: number): string => new Date(at + 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  return JSON.stringify({
    dlrlist: messages.map(({ id, phone, at }) => ({
      reponsecode: statuses.get(id) === 'UNDELIV' ? 0 : 1,
      reponsedescription: statuses.get(id) === 'UNDELIV' ? 'error' : 'success',
      messageid: id,
      mobileno: phone,
      status: statuses.get(id) ?? 'DELIVRD',
      submittime: time(at),
      senttime: time(at + 1_000),
      deliverytime: time(at + 2_000),
    })),
  })
}
