// What is typed into the forms of a civility check, checked and turned into what the server takes.
import type { Day } from '@/kernel/types'
import type { Civility, CivilityCheck, Mark, MarkWord, ObservationPoint, Sheet } from './civility'

export interface PlanValues { observations: string; second_percent: string; starts: Day | null; ends: Day | null; party_id: string; decision: string }
export interface PlanBody { observations: number; second_percent: number; starts: Day; ends: Day; party_id: string; decision?: string }

/** A new form: the plan that stands, or what the pack proposes. A plan that replaces another is asked for its dates and reason anew. */
export function planValues(check: CivilityCheck, before: Civility | null, replacing = false): PlanValues {
  return {
    observations: String(before?.observations ?? check.observations),
    second_percent: String(before?.second_percent ?? check.second_observer_percent),
    starts: replacing ? null : (before?.starts ?? null),
    ends: replacing ? null : (before?.ends ?? null),
    party_id: before?.party.id ?? '',
    decision: replacing ? '' : (before?.decision ?? ''),
  }
}
export const pairsOf = (check: CivilityCheck): number => check.points.length * check.moments.length
const whole = (text: string, least: number, most: number): boolean => /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
/** Field → which word of civility.plan.wrong; empty when everything can be sent. */
export function checkPlan(values: PlanValues, check: CivilityCheck, deciding: boolean): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!values.party_id) wrong.party_id = 'party_id'
  if (!values.starts) wrong.starts = 'starts'
  if (!values.ends) wrong.ends = 'ends'
  else if (values.starts && values.ends < values.starts) wrong.ends = 'order'
  if (!whole(values.observations, 1, pairsOf(check))) wrong.observations = 'observations'
  if (!whole(values.second_percent, 0, 100)) wrong.second_percent = 'second_percent'
  if (deciding && [...values.decision.trim()].length < 10) wrong.decision = 'decision'
  return wrong
}
/** Only after checkPlan found nothing. */
export function planBody(values: PlanValues): PlanBody {
  const decision = values.decision.trim()
  return { observations: Number(values.observations), second_percent: Number(values.second_percent), starts: values.starts!, ends: values.ends!, party_id: values.party_id, ...(decision ? { decision } : {}) }
}
/** 64 hexadecimal digits without blanks; '' for none given; null when it is something else. */
export function seedTyped(text: string): string | null {
  const seed = text.replace(/\s/g, '').toLowerCase()
  return seed === '' || /^[0-9a-f]{64}$/.test(seed) ? seed : null
}

/* the field sheet */
export interface MarkDraft { mark: MarkWord | ''; note: string; photos: string[] }
export interface SheetDraft { observed_on: Day; marks: Record<string, MarkDraft> }
export interface SheetBody { observed_on: Day; marks: Mark[] }

/** An empty sheet, or the person's own one to correct; check points that are not asked any more fall away. */
export function sheetDraft(point: ObservationPoint, own: Sheet | null, today: Day, kept: SheetDraft | null = null): SheetDraft {
  const known = new Map(own?.marks.map((mark) => [mark.check, mark]))
  const marks = point.checks.map(({ check }): [string, MarkDraft] => {
    const before = known.get(check)
    return [check, kept?.marks[check] ?? { mark: before?.mark ?? '', note: before?.note ?? '', photos: before?.file_id ? [before.file_id] : [] }]
  })
  return { observed_on: kept?.observed_on ?? own?.observed_on ?? today, marks: Object.fromEntries(marks) }
}
export const markedCount = (draft: SheetDraft): number => Object.values(draft.marks).filter((one) => one.mark).length
/** Check point → which word of civility.sheet.wrong; `observed_on` for the day. */
export function checkSheet(draft: SheetDraft, today: Day): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!draft.observed_on) wrong.observed_on = 'day'
  else if (draft.observed_on > today) wrong.observed_on = 'future'
  for (const [check, one] of Object.entries(draft.marks)) {
    if (!one.mark) wrong[check] = 'mark'
    else if (one.mark === 'failed' && !one.note.trim() && !one.photos.length) wrong[check] = 'proof'
  }
  return wrong
}
/** Only after checkSheet found nothing. Notes and photos go with failed marks only. */
export function sheetBody(draft: SheetDraft): SheetBody {
  return {
    observed_on: draft.observed_on,
    marks: Object.entries(draft.marks).map(([check, one]) => ({ check, mark: one.mark as MarkWord, note: one.mark === 'failed' ? one.note.trim() : '', file_id: one.mark === 'failed' ? (one.photos[0] ?? null) : null })),
  }
}

/* import */
export interface ImportProblem { row: number; field: string; zh: string; en: string }
export interface ImportResult { observations: number; marks: number; problems: ImportProblem[]; problem_count: number }
export const largestSheet = 4 * 1024 * 1024
/** Which word says why a file is not taken; '' when it is. */
export const fileWrong = (name: string, size: number): '' | 'not_sheet' | 'too_large' | 'empty' => (!/\.(xlsx|csv)$/i.test(name) ? 'not_sheet' : size > largestSheet ? 'too_large' : size === 0 ? 'empty' : '')
