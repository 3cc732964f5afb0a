import type { Instant, Rectification } from '@/kernel/types'

export function kindOf(one: Pick<Rectification, 'state' | 'overdue'>): 'good' | 'warning' | 'fault' | 'quiet' {
  if (one.state === 'confirmed') return 'good'
  if (one.state === 'closed') return 'quiet'
  return one.overdue ? 'fault' : one.state === 'fixed' ? 'quiet' : 'warning'
}

/** Nobody is left with anything to do. */
export const isOver = (one: Pick<Rectification, 'state'>): boolean => one.state === 'confirmed' || one.state === 'closed'
type Ends = Pick<Rectification, 'state' | 'due' | 'fixed_at' | 'confirmed_at' | 'cured'>
/** When it came to its end: confirmed, or closed with what it came from. */
export function endedOf(one: Ends): Instant | null {
  if (!isOver(one)) return null
  return one.state === 'confirmed' ? one.confirmed_at : (one.cured?.at ?? null)
}
/** The party has done its part once it reports: that day is held against the due day. Null: it never had to, or it still runs. */
export function inTime(one: Ends): boolean | null {
  if (one.state !== 'confirmed' || !one.fixed_at || !one.due) return null
  return one.fixed_at.slice(0, 10) <= one.due
}
