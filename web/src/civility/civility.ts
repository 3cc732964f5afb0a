// The answers of the server about civility checks, and small things worked out from them. The figure stays the exact string the
// server wrote; numbers are for drawing only.
import { compare } from '@/kernel/format'
import type { Day, Exact, Instant, Named, Said } from '@/kernel/types'

export type CivilityState = 'draft' | 'fieldwork' | 'closed' | 'recorded' | 'replaced'
export type MarkWord = 'passed' | 'failed' | 'not_there'
export interface CheckPoint { check: string; title: Said }
export interface ObservationPoint { point: string; title: Said; checks: CheckPoint[] }
export interface CivilityCheck { title: Said; item: string; points: ObservationPoint[]; moments: { moment: string; title: Said }[]; observations: number; second_observer_percent: number }
export interface PointResult { point: string; title: Said; passed: number; observed: number }
export interface CheckResult extends PointResult { check: string }
export interface CivilityResult {
  passed: number
  observed: number
  percent: Exact | null
  both: number
  agreed: number
  agreement: Exact | null
  kappa: number | null
  /** Why there is no kappa. */
  kappa_reason?: Said
  /** While the field work runs the estate's own people see no figures. */
  hidden?: boolean
  by_point: PointResult[]
  by_check: CheckResult[]
}
export interface Civility {
  id: string
  evaluation_id: string
  year: number
  estate: Named & { code: string }
  street: Named
  community: Named | null
  state: CivilityState
  observations: number
  second_percent: number
  starts: Day
  ends: Day
  party: Named
  seed: string | null
  imported: boolean
  replaces: string | null
  decision: string
  figure: Exact | null
  recorded_at: Instant | null
  progress: { done: number; total: number; second_done: number; second_total: number }
  result: CivilityResult
  version: number
  may: { plan: boolean; fieldwork: boolean; import: boolean; record: boolean }
}
export interface Mark { check: string; mark: MarkWord; note: string; file_id: string | null }
export interface Sheet { observer: 1 | 2; account_name: string; observed_on: Day; mine: boolean; /** another observer's marks, while one may still observe */ hidden?: boolean; marks: Mark[] }
export interface Observation { position: number; point: string; point_title: Said; moment: string; moment_title: Said; second_wanted: boolean; sheets: Sheet[]; version: number }

export type Kind = 'good' | 'warning' | 'fault' | 'quiet'
export const stateKind = (state: CivilityState | null): Kind => (state === 'recorded' ? 'good' : state === 'fieldwork' || state === 'closed' ? 'warning' : 'quiet')
/** The side of a check its state asks for. */
export const firstTab = (state: CivilityState): string => (state === 'draft' ? 'civility_plan' : state === 'fieldwork' ? 'civility_field' : 'civility_result')

/* field work */
export const sheetOf = (one: Observation, observer: 1 | 2): Sheet | null => one.sheets.find((sheet) => sheet.observer === observer) ?? null
export const ownSheet = (one: Observation): Sheet | null => one.sheets.find((sheet) => sheet.mine) ?? null
/** What is still to be done at an observation; a second look counts only where it was drawn. */
export function stillOpen(one: Observation): 'first' | 'second' | null {
  if (!sheetOf(one, 1)) return 'first'
  return one.second_wanted && !sheetOf(one, 2) ? 'second' : null
}
/** As whom the person who looks now would write: their own sheet again, the first, the second, or no longer. */
export function roleAt(one: Observation): 1 | 2 | null {
  const own = ownSheet(one)
  if (own) return own.observer
  if (!sheetOf(one, 1)) return 1
  return sheetOf(one, 2) ? null : 2
}
/** Something this person can still do here: a first look, or a drawn second look at what another person saw first. */
export const openForMe = (one: Observation): boolean => !ownSheet(one) && stillOpen(one) !== null
/** The next observation this person can do, after `position` and then from the start; null when there is none. */
export function nextForMe(observations: Observation[], position: number): number | null {
  const open = observations.filter((one) => openForMe(one) && one.position !== position).map((one) => one.position)
  return open.find((one) => one > position) ?? open[0] ?? null
}

/* results */
/** "93.75" for showing one point of a list; the figure of record is never made here. */
export const shareShown = (passed: number, observed: number): string => (observed ? `${Math.floor((passed * 1000) / observed) / 10}%` : '—')
export type Agreement = 'none' | 'undefined' | 'close' | 'fair' | 'weak' | 'poor'
/** How far two observers agree, as words: chance agreement taken out (kappa). Usual bands: 0.8, 0.6, 0.4. */
export function agreementWord(result: Pick<CivilityResult, 'both' | 'kappa'>): Agreement {
  if (!result.both) return 'none'
  if (result.kappa === null) return 'undefined'
  return result.kappa >= 0.8 ? 'close' : result.kappa >= 0.6 ? 'fair' : result.kappa >= 0.4 ? 'weak' : 'poor'
}
export const agreementKind = (word: Agreement): Kind => ({ none: 'quiet', undefined: 'quiet', close: 'good', fair: 'good', weak: 'warning', poor: 'fault' } as const)[word]
export const kappaShown = (kappa: number): string => (Math.round(kappa * 100) / 100).toFixed(2).replace(/^-/, '−')
/** Points where most went wrong first; those never observed last. */
export function worstFirst(points: PointResult[]): PointResult[] {
  const rate = (one: PointResult): Exact => (one.observed ? String(one.passed / one.observed).slice(0, 7) : '2')
  return [...points].sort((a, b) => compare(rate(a), rate(b)) || a.point.localeCompare(b.point))
}
