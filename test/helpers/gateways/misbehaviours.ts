/** The misbehaviours that tests name most often. */
import type { Misbehaviour, Reply } from './fake-gateway'

const html = (status: number, title: string): Reply => ({
  status,
  contentType: 'text/html; charset=UTF-8',
  body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
})

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Misbehaviour => ({
  kind: 'answer',
  reply: { status, body, contentType: 'application/json', headers },
})

export const misbehaviours = {
  html200: { kind: 'answer', reply: html(200, 'Maintenance') },
  html502: { kind: 'answer', reply: html(502, '502 Bad Gateway') },
  html403: { kind: 'answer', reply: html(403, '403 Forbidden') },
  empty: answer(200, ''),
  nothing: answer(200, 'null'),
  array: answer(200, '[]'),
  emptyObject: answer(200, '{}'),
  text: answer(200, 'OK'),
  redirect: answer(302, '', { location: 'http://127.0.0.1:9/elsewhere' }),
  unavailable: answer(503, '{"message":"Service Unavailable"}'),
  rateLimited: (retryAfter: string | null): Misbehaviour =>
    answer(429, '{"message":"Too Many Attempts."}', retryAfter === null ? {} : { 'retry-after': retryAfter }),
  unauthorized: answer(401, '{"message":"Unauthenticated."}'),
  html404: { kind: 'answer', reply: html(404, '404 Not Found') },
  notFound: answer(404, '{"message":"Not Found"}'),
} as const satisfies Record<string, Misbehaviour | ((...args: never[]) => Misbehaviour)>
