// The only file that calls fetch. Reads with `see`, writes with `act`, sends bytes with `send`.
// A refusal of the server becomes an ApiProblem whose texts follow the chosen language.
import { ref } from 'vue'
import type { FieldError } from './types'

export type Language = 'zh' | 'en'
type Query = Record<string, string | number | boolean | null | undefined>
interface ProblemBody { title?: string; code?: string; detail?: string; detail_zh?: string; detail_en?: string; errors?: FieldError[]; problems?: { field: string; message: string }[]; request_id?: string }

/** The language of refusals; i18n.ts keeps it in step with the page. */
export const language = ref<Language>('zh')
let csrf = ''
let signedOut: () => void = () => {}

export function keepCsrf(token: string): void { csrf = token }
/** For pieces/upload.ts only: the progress of an upload is told by XMLHttpRequest, not by fetch. */
export const csrfToken = (): string => csrf
/** What happens when the server no longer knows us (401 to anything but signing in). */
export function whenSignedOut(then: () => void): void { signedOut = then }

const noNetwork: ProblemBody = {
  code: 'no_network',
  detail_zh: '连不上服务器。请检查网络，再试一次。',
  detail_en: 'The server cannot be reached. Check the network and try again.',
}
const noWords: ProblemBody = {
  detail_zh: '服务器没有说明原因。请再试一次；还不行就把下面的编号告诉管理员。',
  detail_en: 'The server gave no reason. Try again; if it fails again, tell the administrator the number below.',
}

export class ApiProblem extends Error {
  readonly code: string
  readonly requestId: string
  readonly fields: FieldError[]
  constructor(readonly status: number, private readonly body: ProblemBody) {
    super(body.detail ?? body.detail_zh ?? body.title ?? body.code ?? String(status))
    this.code = body.code ?? String(status)
    this.requestId = body.request_id ?? ''
    // In the chosen language only, or in both: whichever the server sends.
    this.fields = body.errors ?? (body.problems ?? []).map(({ field, message }) => ({ field, zh: message, en: message }))
  }
  /** The reason and the mend, in the chosen language. */
  get words(): string {
    const { detail_zh: zh, detail_en: en, detail, title } = this.body
    return (language.value === 'zh' ? zh : en) || detail || title || (language.value === 'zh' ? noWords.detail_zh! : noWords.detail_en!)
  }
  /** Field → message in the chosen language; the first message of a field wins. */
  get fieldWords(): Record<string, string> {
    const words: Record<string, string> = {}
    for (const error of this.fields) words[error.field] ??= error[language.value] || error.zh
    return words
  }
}

export function addressOf(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')
  if (!pairs.length) return path
  return path + (path.includes('?') ? '&' : '?') + pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`).join('&')
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language.value === 'zh' ? 'zh-CN' : 'en', ...(init.headers as Record<string, string>) }
  if (init.method && init.method !== 'GET') headers['X-Anju-Csrf'] = csrf
  let reply: Response
  try {
    reply = await fetch(path, { credentials: 'same-origin', ...init, headers })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiProblem(0, noNetwork)
  }
  if (reply.ok) return reply
  const text = await reply.text()
  const body: unknown = text ? read(text) : null
  if (reply.status === 401 && path !== '/api/sign-in') signedOut()
  throw new ApiProblem(reply.status, (body ?? noWords) as ProblemBody)
}

async function ask<T>(path: string, init: RequestInit, understand: (text: string) => unknown = read): Promise<T> {
  const text = await (await reach(path, init)).text()
  return (text ? understand(text) : null) as T
}

function read(text: string): unknown {
  try { return JSON.parse(text) } catch { return null }
}

export function see<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return ask<T>(addressOf(path, query), { method: 'GET', signal })
}

/** A plain text of the server, e.g. for the paper. */
export function seeText(path: string, query: Query = {}, signal?: AbortSignal): Promise<string> {
  return ask<string>(addressOf(path, query), { method: 'GET', signal, headers: { Accept: 'text/plain' } }, (text) => text)
}

/** `once`: a key of this one act; sent again with the same key after a lost answer, the server does it once only. */
export function act<T = unknown>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: object = {}, once = ''): Promise<T> {
  return ask<T>(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...(once ? { 'Idempotency-Key': once } : {}) } })
}

/** An act that answers with a file, e.g. letters to print. */
export async function actFile(path: string, body: object, type: string): Promise<Blob> {
  return (await reach(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', Accept: type } })).blob()
}

export function send<T>(path: string, bytes: Blob, headers: Record<string, string> = {}): Promise<T> {
  return ask<T>(path, { method: 'POST', body: bytes, headers: { 'Content-Type': bytes.type || 'application/octet-stream', ...headers } })
}
