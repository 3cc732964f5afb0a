// What a score bar needs to know, worked out without drawing: which star each of the two keys reaches.
import { compare } from '@/kernel/format'
import type { Exact, Said, StarLine } from '@/kernel/types'

export interface Segment { chapter: string; title: Said; points: Exact; held: Exact }
export interface KeyReach { star: number; grade: Said }

/** The highest star whose line the value reaches (以上 includes the number); star 0 below all, null without a value. */
export function reach(value: Exact | null, lines: StarLine[], key: 'points' | 'satisfaction'): KeyReach | null {
  if (value === null) return null
  let best: KeyReach = { star: 0, grade: null }
  for (const line of lines) if (compare(value, line[key]) >= 0 && line.star > best.star) best = { star: line.star, grade: line.grade }
  return best
}

/** Which key holds the estate back; null when both reach the same star or one is not measured. */
export function holdingKey(total: KeyReach | null, satisfaction: KeyReach | null): 'points' | 'satisfaction' | null {
  if (!total || !satisfaction || total.star === satisfaction.star) return null
  return total.star < satisfaction.star ? 'points' : 'satisfaction'
}
