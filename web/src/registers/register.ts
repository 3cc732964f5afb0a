// Registers, their records and the processes records run through, as the server tells them.
import type { Day, Exact, Instant, Named, Said, Text } from '@/kernel/types'
import type { Field } from '@/fields/field'

export type Level = 'district' | 'street' | 'community' | 'estate'
export interface Summary { register: string; title: Text; about: Text; items: string[]; place: string; records: number; more_records?: boolean; may_write: boolean }
export interface Group { group: string; title: Text; registers: Summary[] }
export interface State { state: string; title: Text; end: boolean }
export interface Watch { watch: string; kind: string; title: Text; item: string | null; deduct: Exact | null }
export interface Register {
  register: string
  title: Text
  record: Text
  about: Text
  at: Level
  group: string
  items: { code: string; title: Text | null }[]
  place: string
  name: string
  sections: { title: Text; fields: Field[] }[]
  list: string[]
  checks: { check: string; field: string; refuses: boolean; text: Text | null }[]
  may_write: boolean
  may_unmask: boolean
  process: string | null
  states: State[]
  label: boolean
  retention: { years: number; months: number; days: number; after: string; basis: Text } | null
  watches: Watch[]
}
export type ShownValues = Record<string, unknown>
export interface Row { id: string; name: string; place: Named; state: string | null; state_title: Text | null; values: ShownValues; changed_at: Instant; version: number; deleted: boolean; findings: number }
export interface Page { items: Row[]; next: string | null; total: number | null }
export interface Pointing { register: string; title: Text; field: string; field_title?: Text; count: number }
export interface FullRecord {
  id: string
  register: string
  place: Named & { path_names: string[] }
  name: string
  state: string | null
  state_title: Text | null
  values: ShownValues
  raw: Record<string, unknown>
  retired?: Record<string, { field: Field; since: Day; reason: Text; value: unknown }>
  created_at: Instant
  created_by_name: string
  changed_at: Instant
  version: number
  deleted: boolean
  may: { write: boolean; unmask: boolean; delete: boolean; act: boolean }
  links: Pointing[]
}
export interface Version { version: number; act: string; at: Instant; by_name: string; why: string | null; changes: { field: string; title: Text; before: unknown; after: unknown }[] }
export interface Act { act: string; title: Text; to: string; to_title: Text | null; fields: Field[]; reason: boolean }
export interface Blocked { act: string; title: Text; why: Text; code?: string; fields?: string[] }
export type ClockState = 'running' | 'missed' | 'met' | 'late' | 'unknown'
export interface Clock { clock: string; title: Text; started_at: Instant | null; due: Day | null; /** with `exact`: the term is in hours or minutes, and this is its last moment */ due_at?: Instant | null; exact?: boolean; ended_at?: Instant | null; state: ClockState; days_left: number | null; text: Text }
export interface Done { act: string; title: Text; from: string; to: string; to_title?: Text | null; at: Instant; happened_at?: Instant; by_name: string; reason: string | null; fields?: Field[]; values: ShownValues }
export interface Process {
  process: string
  title: Text
  state: string
  state_title: Text | null
  end: boolean
  states: State[]
  acts: Act[]
  blocked: Blocked[]
  clocks: Clock[]
  timeline: Done[]
  /** an act of it opens rectifications */
  rectifies?: boolean
  version?: number
}
export interface SavedFilter { id: string; title: string; query: Record<string, string>; columns: string[] | null }
export interface ImportProblem { row: number; column: string; value: string | null; zh: string; en: string }
export interface ImportResult { dry_run: boolean; rows: number; written: number; import_id: string | null; problem_count: number; problems: ImportProblem[] }
export interface PastImport { id: string; file_name: string; records: number; at: Instant; by_name: string; undone_at: Instant | null }

export const fieldsOf = (register: Register): Field[] => register.sections.flatMap((section) => section.fields)
/** The register fits what was typed: all words stand in its title, its description, its items or its place in the document. */
export function fits(one: Summary, typed: string, say: (text: Said) => string): boolean {
  const text = [say(one.title), one.title.zh, one.title.en, say(one.about), one.items.join(' '), one.place].join(' ').toLowerCase()
  return typed.toLowerCase().split(/\s+/).every((word) => text.includes(word))
}
/** Missed first, then what runs, nearest first, then what is over. */
export function ordered(clocks: Clock[]): Clock[] {
  const rank = (clock: Clock) => ({ missed: 0, running: 1, unknown: 2, late: 3, met: 3 })[clock.state]
  return [...clocks].sort((a, b) => rank(a) - rank(b) || (a.due ?? '').localeCompare(b.due ?? ''))
}
const minute = 60_000
/** Minutes to the last moment of a clock in hours or minutes that runs and has under two hours left, or has just run out; else null. */
export function minutesLeft(clock: Clock, now: number): number | null {
  if (!clock.exact || !clock.due_at || (clock.state !== 'running' && clock.state !== 'missed')) return null
  const left = Date.parse(clock.due_at) - now
  if (Math.abs(left) >= 120 * minute) return null
  return left >= 0 ? Math.ceil(left / minute) : Math.min(-1, Math.floor(left / minute))
}

/** How a clock looks: red when missed, amber within two days or on the last day of a term in hours. */
export function kindOfClock(clock: Clock): 'good' | 'warning' | 'fault' | 'quiet' {
  if (clock.state === 'missed' || clock.state === 'late') return 'fault'
  if (clock.state === 'met') return 'good'
  return clock.state === 'running' && (clock.days_left === null || clock.days_left <= 2) ? 'warning' : 'quiet'
}
