// A new record half typed, kept in this tab until it is saved; forgotten with the session.
import type { Values } from '@/fields/field'

interface Draft { place: string; values: Values }
const key = (register: string) => `anju.draft.record.${register}`

/** Kept only when something was typed beyond what the form began with. */
export function keepDraft(register: string, place: string, values: Values, first: Values): void {
  if (JSON.stringify(values) === JSON.stringify(first)) forgetDraft(register)
  else sessionStorage.setItem(key(register), JSON.stringify({ place, values }))
}
export function keptDraft(register: string): Draft | null {
  try { return JSON.parse(sessionStorage.getItem(key(register)) ?? 'null') as Draft | null } catch { return null }
}
export const forgetDraft = (register: string): void => sessionStorage.removeItem(key(register))
