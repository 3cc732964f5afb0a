// How the state of a finding is shown, and the order in which a panel decides.
import { subtract, isZero } from '@/kernel/format'
import type { Exact, Finding, Instant, Said } from '@/kernel/types'

/** A finding keeps what was recorded beside what counts now. */
export type FullFinding = Finding & { recorded_deduct?: Exact; same_fact?: FullFinding[] }

/** Findings of the daily work lie in no year: registers open and withdraw them. */
export const isDaily = (finding: Pick<Finding, 'evaluation_id'>): boolean => finding.evaluation_id === 'live'
/** What such a finding rests on; `item` is null once it costs nothing any more. */
export interface Evidence {
  watch: string
  title: Said
  register: { register: string; title: Said; readable: boolean } | null
  record: { id: string; register: string; name: string } | null
  text: Said
  opened_at: Instant
  closed_at: Instant | null
  item: { item: string; points: Exact; held: Exact; lost: Exact; arithmetic: Said; findings: number } | null
}
export const kindOfDaily = (state: string): 'fault' | 'quiet' => (state === 'accepted' ? 'fault' : 'quiet')

export function kindOfFinding(state: string): 'good' | 'warning' | 'fault' | 'quiet' {
  if (state === 'accepted') return 'fault'
  return state === 'submitted' ? 'warning' : 'quiet'
}
/** The recorded points when the panel has lowered them, else null. */
export function lowered(finding: FullFinding): Exact | null {
  const recorded = finding.recorded_deduct
  return recorded && !isZero(subtract(recorded, finding.deduct)) ? recorded : null
}

/** Disputed first, then departments' findings, then the rest; inside by item and estate as they came. */
export function inPanelOrder<Row extends Pick<Finding, 'disputed' | 'source'>>(rows: Row[]): Row[] {
  const rank = (row: Row) => (row.disputed ? 0 : row.source === 'department' ? 1 : 2)
  return rows.map((row, place) => ({ row, place })).sort((a, b) => rank(a.row) - rank(b.row) || a.place - b.place).map(({ row }) => row)
}
/** Into which findings this one could be merged: the same fact, counting, not a self-check. */
export const mergeTargets = (sameFact: FullFinding[]): FullFinding[] => sameFact.filter((one) => one.source !== 'self_check' && (one.state === 'submitted' || one.state === 'accepted'))
