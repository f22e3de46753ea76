/** SMS Presto as its "SMS API REFERENCE" describes it. Its GET forms exist too, so that a key in a URL would be seen. */
import { json, type Desk, type Reply, type SeenRequest, type Vendor } from './fake-gateway'
import { archived, pageOf } from './archive-lies'
import { readForm } from './form'
import { chargedSegments } from './segments'

export const smsPrestoVendor: Vendor = {
  id: 'smspresto',
  basePath: '/console/api',
  credentials: { apiKey: 'SP22558371758', password: 'motdepasse' },
  messageId: (number) => String(number),
  answer(request, desk) {
    // a folder without its slash is redirected by the web server, and a POST loses its body there
    if (request.path === '/console/api') {
      desk.fault('no slash')
      return { status: 301, body: '', headers: { location: '/console/api/' } }
    }
    if (request.path !== '/console/api/') return fault(desk, 404, `path ${request.path}`)
    const params = parameters(request)
    if (params === null) return fault(desk, 400, `parameters of ${request.method}`)
    const { user, pass, action } = params
    if (user === undefined && pass === undefined) return error(1, 'Authentication failed')
    if (user !== desk.gateway.credentials.apiKey) return error(10, 'Invalid API key')
    if (pass !== desk.gateway.credentials.password) return error(11, 'Invalid password')
    if (action === 'sendsms') return send(params, desk)
    if (action === 'list-archive') return archive(params, desk)
    return figure(typeof action === 'string' ? action : '', desk)
  },
}

type Parameters = Record<string, unknown>

function fault(desk: Desk, status: number, reason: string): Reply {
  desk.fault(reason)
  return { status, body: reason }
}

/** "Error code list". */
function error(status: number, message: string): Reply {
  return json(200, { status, message })
}

/** POST: a form, plain or with JSON in `data`. GET: the query. */
function parameters(request: SeenRequest): Parameters | null {
  if (request.method === 'GET') return Object.fromEntries(new URLSearchParams(request.query))
  if (request.method !== 'POST' || request.query !== '') return null
  const fields = readForm(request.headers['content-type'], request.body)
  if (fields === null) return null
  const data = fields.get('data')
  if (data === undefined) return Object.fromEntries(fields)
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parameters) : null
  } catch {
    return null
  }
}

interface Entry {
  readonly phone: string
  readonly text: string
}

/** "Single message for multiple recipients" and "Custom message for each recipient"; GET takes a comma-separated `to`. */
function send(params: Parameters, desk: Desk): Reply {
  const { from, to, message } = params
  if (typeof from !== 'string' || from === '') return error(100, 'Invalid sender')
  if (from.length > 11) return error(101, "The sender's character limit is exceeded")
  const list: unknown[] = Array.isArray(to)
    ? to
    : typeof to === 'string'
      ? to.split(',').map((recipient) => ({ recipient }))
      : []
  if (list.length === 0) return error(102, 'Invalid recipient')
  const entries: Entry[] = []
  for (const item of list) {
    const { recipient, message: own } = (typeof item === 'object' && item !== null ? item : {}) as Parameters
    const text = own ?? message
    if (typeof recipient !== 'string' || !/^\+?[1-9]\d{7,14}$/.test(recipient)) return error(102, 'Invalid recipient')
    if (desk.gateway.refused.has(recipient.replace('+', ''))) return error(102, 'Invalid recipient')
    if (typeof text !== 'string' || text === '') return error(103, 'Invalid message')
    entries.push({ phone: `+${recipient.replace('+', '')}`, text })
  }
  let count = 0
  for (const { phone, text } of entries) {
    const segments = chargedSegments(text)
    if (desk.gateway.dropped.has(phone.slice(1)) || desk.gateway.balance < segments) continue
    desk.accept({ phone, text, sender: from, segments, flash: false, callbackUrl: null })
    count++
  }
  return json(200, { status: 0, message: 'Message sent successfully.', 'message-count': count })
}

/** "Customer account data": a bare number, or `{"TOTAL": "n"}`. */
function figure(action: string, desk: Desk): Reply {
  const { gateway } = desk
  const sent = gateway.log.length
  const bare = new Map([
    ['get-stock', gateway.balance],
    ['get-send', sent],
    ['get-success', sent],
    ['get-failed', 0],
  ])
  const totals = new Map([
    ['get-contact-total', '400'],
    ['get-group-total', '10'],
    ['get-order-total', '15'],
    ['get-bill-total', '12'],
    ['get-scheduled-total', '3'],
    ['get-predefined-total', '7'],
  ])
  if (bare.has(action)) return { status: 200, body: String(bare.get(action)) }
  return totals.has(action) ? json(200, { TOTAL: totals.get(action) }) : fault(desk, 400, `action ${action}`)
}

/** "Get messages history": days, and offsets as numbers. */
function archive(params: Parameters, desk: Desk): Reply {
  const { dateFrom, dateTo, from, to } = params
  const day = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  const offset = (value: unknown): boolean => /^\d{1,9}$/.test(String(value))
  if (!day(dateFrom) || !day(dateTo) || !offset(from) || !offset(to)) return fault(desk, 400, 'list-archive')
  const { archiveLies } = desk.gateway
  const rows = archived(desk.gateway.log, archiveLies).filter(({ at }) => {
    const sentDay = new Date(at).toISOString().slice(0, 10)
    return sentDay >= dateFrom && sentDay <= dateTo
  })
  const page = pageOf(rows, Number(from), Number(to), archiveLies)
  return json(
    200,
    page.map((entry) => ({
      ...(archiveLies.nameless === true ? {} : { IDHISTORIQUE: entry.id }),
      HIS_DESTINATAIRE: entry.phone,
      HIS_MESSAGE: entry.text,
      HIS_STATUT: '1',
      HIS_NOMBRESMS: String(entry.segments),
      HIS_DATEHEURECREA: entry.createdAt,
      HIS_DATEHEUREENVOI: entry.sentAt,
      IDDATEHEURE: entry.createdAt,
      CPT_REF: desk.gateway.credentials.apiKey,
      IDSMSFILATTENTE: entry.id,
      HIS_EXPEDITEUR: entry.sender,
      NOMCONTACT: 'Diarrassouba Rémi',
    })),
  )
}
