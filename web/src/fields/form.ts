// From a declaration and what is stored to what a form holds, and back to what is sent. Conditions as on the server:
// a field that is not shown counts as empty for those after it.
import type { Named } from '@/kernel/types'
import type { Field, Line, Typed, Values, When } from './field'
import { kindOf } from './registry'

export function holds(when: When, value: Typed): boolean {
  if (typeof value === 'string') return when.is.includes(value)
  return Array.isArray(value) && value.some((one) => typeof one === 'string' && when.is.includes(one))
}
export function visible(fields: Field[], values: Values): Field[] {
  const seen: Values = {}
  return fields.filter((field) => {
    if (field.shown_when && !holds(field.shown_when, seen[field.shown_when.field])) return false
    seen[field.field] = values[field.field]
    return true
  })
}

export interface Fills { me: Named | null; now: Date }
const inChina = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString()
function byDefault(field: Field, fills: Fills): Typed {
  if (field.default === null || field.default === undefined) return kindOf(field).blank(field)
  if (field.kind === 'date' && field.default === 'today') return inChina(fills.now).slice(0, 10)
  if (field.kind === 'instant' && field.default === 'now') return inChina(fills.now).slice(0, 16)
  if (field.kind === 'account') return field.default === 'me' ? fills.me : null
  return kindOf(field).form(field.default, field.default, field)
}
/** What an empty form holds: the defaults. */
export const firstValues = (fields: Field[], fills: Fills): Values => Object.fromEntries(fields.map((field) => [field.field, byDefault(field, fills)]))
/** What the form of a stored record holds; sensitive fields that are filled stay out until somebody changes them. */
export function formValues(fields: Field[], raw: Record<string, unknown>, shown: Record<string, unknown>): Values {
  return Object.fromEntries(fields.map((field) => {
    if (field.sensitive) return [field.field, shown[field.field] ? undefined : kindOf(field).blank(field)]
    return [field.field, kindOf(field).form(raw[field.field] ?? null, shown[field.field] ?? null, field)]
  }))
}
/** Everything that is shown and can be typed; empty ones as null. */
export function bodyOf(fields: Field[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of visible(fields, values)) {
    const value = values[field.field]
    if (value !== undefined && kindOf(field).Edit) body[field.field] = kindOf(field).body(value, field)
  }
  return body
}
/** Only what differs from what the form began with. */
export function changedBody(fields: Field[], before: Values, values: Values): Record<string, unknown> {
  const whole = (held: Values) => Object.fromEntries(fields.map((field) => [field.field, held[field.field] === undefined ? undefined : kindOf(field).body(held[field.field], field)]))
  const was = whole(before)
  return Object.fromEntries(Object.entries(bodyOf(fields, values)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])))
}
/** Names of required fields without a value, "rooms/0/area" inside lines, with their declaration. */
export function missing(fields: Field[], values: Values, before = ''): [string, Field][] {
  return visible(fields, values).flatMap((field): [string, Field][] => {
    const value = values[field.field]
    const name = before + field.field
    if (value === undefined || !kindOf(field).Edit) return []
    if (kindOf(field).body(value, field) === null) return field.required ? [[name, field]] : []
    return field.kind === 'rows' ? (value as Line[]).flatMap((line, index) => missing(field.fields ?? [], line, `${name}/${index}/`)) : []
  })
}
/** The title of a field an error names, also inside lines: "报名 2 · 报价". */
export function titleOf(fields: Field[], name: string, said: (text: Field['title']) => string): string {
  const [first = '', line, ...rest] = name.split('/')
  const field = fields.find((one) => one.field === first)
  if (!field) return ''
  const inside = line !== undefined && rest.length ? titleOf(field.fields ?? [], rest.join('/'), said) : ''
  return [said(field.title) + (line !== undefined ? ` ${Number(line) + 1}` : ''), inside].filter(Boolean).join(' · ')
}
/** For the list of errors above a form: each with the title of its field, unless its words name it already; inside lines always. */
export function named(errors: Record<string, string>, fields: Field[], said: (text: Field['title']) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([name, words]) => {
    const title = titleOf(fields, name, said)
    return [name, !title || words.includes(title) ? words : `${title}：${words}`]
  }))
}
/** What may be kept as a draft in this tab: nothing sensitive. */
export const draftOf = (fields: Field[], values: Values): Values => Object.fromEntries(fields.filter((field) => !field.sensitive).map((field) => [field.field, values[field.field]]))
