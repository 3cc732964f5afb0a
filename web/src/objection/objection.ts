// An objection, and the changes to findings that its answer carries.
import { compare } from '@/kernel/format'
import type { Exact, Instant, Named, Said } from '@/kernel/types'

export type ObjectionState = 'received' | 'upheld' | 'partly' | 'refused'
export interface Objection {
  id: string
  receipt: string
  estate: Named
  item: string | null
  item_title: Said
  finding: { id: string; item: string; reason: string; deduct: Exact; state: string } | null
  text: string
  channel: 'party' | 'public'
  raised_at: Instant
  state: ObjectionState
  answer: string
  decided_at: Instant | null
  version: number
}
export interface FindingChange { finding_id: string; withdraw: boolean; deduct?: Exact }

/** Choices per finding as the form keeps them ('' leave, 'withdraw', or the lower points) → what the server takes. */
export function changesOf(choices: Record<string, string>): FindingChange[] {
  return Object.entries(choices).flatMap(([finding_id, choice]): FindingChange[] => (choice === '' ? [] : choice === 'withdraw' ? [{ finding_id, withdraw: true }] : [{ finding_id, withdraw: false, deduct: choice }]))
}
/** The steps of an item below what is deducted now. */
export const lowerSteps = (allowed: Exact[], now: Exact): Exact[] => allowed.filter((step) => compare(step, now) < 0)
export const kindOfObjection = (state: ObjectionState): 'good' | 'warning' | 'quiet' => (state === 'received' ? 'warning' : state === 'refused' ? 'quiet' : 'good')
