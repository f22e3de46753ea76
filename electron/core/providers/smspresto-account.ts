/** SMS Presto, "Customer account data": stock, figures and messages history. */
import { AppError } from '@shared/errors'
import { jsonOrThrow, unexpectedAnswer } from './answer'
import { field, gatewayTime, integerValue, internationalPhone, isObject, textValue, type JsonObject } from './fields'
import { balanceOf } from './balance-report'
import { readBalance, readFigure, shownFigure, type FigureReading } from './figure'
import type { HttpExchange } from './http'
import type { ArchiveEntry, ArchivePage, ArchiveQuery, BalanceReport } from './provider'
import { prestoCodes } from './smspresto-answer'

type Read = (fields: Readonly<Record<string, string>>) => Promise<HttpExchange>

/** Our stable key of each figure, by the gateway's action. */
const prestoFigures: readonly (readonly [action: string, key: string])[] = [
  ['get-send', 'sent'],
  ['get-success', 'success'],
  ['get-failed', 'failed'],
  ['get-contact-total', 'contacts'],
  ['get-group-total', 'groups'],
  ['get-order-total', 'orders'],
  ['get-bill-total', 'bills'],
  ['get-scheduled-total', 'scheduled'],
  ['get-predefined-total', 'predefined'],
]

/** "Get number of messages in stock", null where it is not one clear number. Throws AppError. */
export async function prestoStock(read: Read): Promise<string | null> {
  const stock = readFigure(await readGiven(read, 'get-stock'))
  return stock.kind === 'read' ? stock.value : null
}

/** The stock decides; a figure that the gateway does not give today is left out. */
export async function prestoBalance(read: Read): Promise<BalanceReport> {
  const stock: FigureReading = readBalance(await readGiven(read, 'get-stock'))
  if (stock.kind === 'none') throw unexpectedAnswer(null)
  const figures = await Promise.all(
    prestoFigures.map(async ([action, key]) => {
      try {
        const shown = shownFigure(await readGiven(read, action))
        return shown === null ? [] : [[key, shown] as const]
      } catch (error) {
        if (error instanceof AppError && error.kind === 'unknown_outcome') return []
        throw error
      }
    }),
  )
  return balanceOf(stock, 'sms', Object.fromEntries(figures.flat()))
}

/** No document of JSON or HTML, but digits, in a line or two: a figure, whether it can be read or not. */
const bareFigure = /^(?![\s"[{<])[^]{0,60}$/

/**
 * A bare figure as text (which JSON reads only as far as it is a number), or `{"TOTAL": "400"}`, alone or in a list of one.
 * Whatever stands there is given, to be shown as it came where it cannot be read.
 */
async function readGiven(read: Read, action: string): Promise<unknown> {
  const exchange = await read({ action })
  const bare = exchange.kind === 'answer' && exchange.status === 200 && !exchange.truncated ? exchange.body.trim() : ''
  if (bareFigure.test(bare) && /\d/.test(bare)) {
    if (readFigure(bare).kind !== 'read' && unexpectedAnswer(bare).code === 'auth') throw new AppError('auth')
    return bare
  }
  const answer = onlyOne(jsonOrThrow(exchange))
  throwRefusal(answer)
  const total = isObject(answer) ? Object.keys(answer).find((key) => key.toUpperCase() === 'TOTAL') : undefined
  const given = isObject(answer) ? onlyOne(field(answer, total ?? '')) : answer
  // a lone word of JSON (`true`, `"?"`) is not given for a figure
  if (readFigure(given).kind === 'none' && (total === undefined || given === null || given === ''))
    throw unexpectedAnswer(answer)
  return given
}

const onlyOne = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value

/** A read is refused with the same JSON as a send: `{"status": 10, …}`. */
function throwRefusal(answer: unknown): void {
  const status = isObject(answer) ? integerValue(field(answer, 'status')) : null
  const code = status === null ? undefined : prestoCodes.get(status)
  if (code !== undefined) throw new AppError(code)
}

const pageSize = 50

/**
 * "Get messages history": `from` and `to` are offsets (0-50, 50-100, …). The cursor is `offset:repeats`. Each page begins
 * with the last row of the page before, and the end is a page that holds no other row: a gateway may give fewer rows than
 * were asked for.
 */
export async function prestoArchive(query: ArchiveQuery, read: Read): Promise<ArchivePage> {
  const [from = 0, repeated = 0] = (query.cursor ?? '0:0').split(':').map(Number)
  const answer = jsonOrThrow(
    await read({
      action: 'list-archive',
      dateFrom: query.from,
      dateTo: query.to,
      from: String(from),
      to: String(from + pageSize),
    }),
  )
  throwRefusal(answer)
  if (!Array.isArray(answer)) throw unexpectedAnswer(answer)
  const rows: unknown[] = answer
  const repeats = rows.length > 1 ? 1 : 0
  return {
    entries: rows.map((row) => archiveEntry(isObject(row) ? row : {})),
    nextCursor: rows.length <= repeated ? null : `${from + rows.length - repeats}:${repeats}`,
    repeats,
  }
}

/** Abidjan is UTC+0. */
function archiveEntry(row: JsonObject): ArchiveEntry {
  return {
    gatewayMessageId: textValue(field(row, 'IDHISTORIQUE')),
    phone: internationalPhone(textValue(field(row, 'HIS_DESTINATAIRE')) ?? ''),
    text: typeof row.HIS_MESSAGE === 'string' ? row.HIS_MESSAGE : null,
    sender: textValue(field(row, 'HIS_EXPEDITEUR')),
    status: textValue(field(row, 'HIS_STATUT')),
    segments: integerValue(field(row, 'HIS_NOMBRESMS')),
    createdAt: gatewayTime(field(row, 'HIS_DATEHEURECREA'), 0),
    sentAt: gatewayTime(field(row, 'HIS_DATEHEUREENVOI'), 0),
    contactName: textValue(field(row, 'NOMCONTACT')),
  }
}
