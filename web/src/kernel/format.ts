// Numbers, days and texts as people read them. Exact strings stay exact: they are compared and added as scaled integers.
import type { Language } from './api'
import type { Day, Exact, Instant, Said } from './types'

const scale = 5

/** "7.5" → 750000n (five decimals). Throws on anything that is not a plain decimal number. */
export function scaled(value: Exact): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.trim())
  if (!parts) throw new RangeError(`not an exact number: ${value}`)
  const fraction = (parts[3] ?? '').padEnd(scale, '0').slice(0, scale)
  const size = BigInt(parts[2]! + fraction)
  return parts[1] ? -size : size
}
function unscaled(value: bigint): Exact {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  const fraction = digits.slice(-scale).replace(/0+$/, '')
  return (value < 0n ? '-' : '') + digits.slice(0, -scale) + (fraction ? `.${fraction}` : '')
}

export const compare = (a: Exact, b: Exact): number => (scaled(a) < scaled(b) ? -1 : scaled(a) > scaled(b) ? 1 : 0)
export const add = (...values: Exact[]): Exact => unscaled(values.reduce((sum, value) => sum + scaled(value), 0n))
export const subtract = (a: Exact, b: Exact): Exact => unscaled(scaled(a) - scaled(b))
export const isZero = (value: Exact): boolean => scaled(value) === 0n
/** For widths and colours only, never for a decision: part of whole, 0 … 1. */
export function share(part: Exact, whole: Exact): number {
  const full = Number(whole)
  return full > 0 ? Math.min(1, Math.max(0, Number(part) / full)) : 0
}

/** "7.50000" → "7.5"; nothing is rounded. */
export const points = (value: Exact): string => unscaled(scaled(value))
export const percent = (value: Exact | null | undefined): string => (value == null ? '—' : `${points(value)}%`)

export function said(text: Said, language: Language): string {
  if (text == null) return ''
  return typeof text === 'string' ? text : text[language] || text.zh
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** "2026-11-24" → "2026年11月24日" / "24 Nov 2026"; short leaves the year out. */
export function day(value: Day | null | undefined, language: Language, length: 'long' | 'short' = 'long'): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(value ?? '')
  if (!parts) return '—'
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (language === 'zh') return (length === 'long' ? `${year}年` : '') + `${month}月${date}日`
  return `${date} ${months[month - 1]}` + (length === 'long' ? ` ${year}` : '')
}
/** The clock time the server wrote (it writes +08:00), so everybody reads the same time: "14:05". */
export const time = (value: Instant): string => /T(\d{2}:\d{2})/.exec(value)?.[1] ?? ''
export const moment = (value: Instant | null | undefined, language: Language): string => (value ? `${day(value, language)} ${time(value)}` : '—')
