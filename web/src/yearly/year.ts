// The estates of a year with their sheets, and small things worked out from a year's steps.
import type { EstateRow, EvaluationStep, Exact, Named, Said, Stage } from '@/kernel/types'

export interface YearEstate {
  estate: Named & { code: string }
  street: Named
  community: Named | null
  stage: Stage
  assessor: Named | null
  self_check: 'open' | 'handed_in' | null
  third_party: 'open' | 'handed_in' | null
  department: { party: Named; state: string }[]
  satisfaction: Exact | null
  civility: Exact | null
}

/** The step that runs now; null when the year is closed. */
export const runningStep = (steps: EvaluationStep[]): EvaluationStep | null => steps.find((step) => step.state === 'running') ?? null
/** The step after the running one; null when leaving it closes the year. */
export function stepAfter(steps: EvaluationStep[]): EvaluationStep | null {
  const place = steps.findIndex((step) => step.state === 'running')
  return place < 0 ? null : (steps[place + 1] ?? null)
}
/** What a step takes besides evaluation.manage to be left, as the contract lays down. */
export const rightToLeave = (step: string): string | null => (step === 'panel' || step === 'final' ? 'publish.results' : null)

type Missing = NonNullable<EvaluationStep['progress']>['missing'][number]
/** Where the missing thing is to be done. */
export function placeToDo(step: string, missing: Missing): { name: string; query?: Record<string, string> } | null {
  const estate: Record<string, string> = missing.estate ? { estate: missing.estate.id } : {}
  if (step === 'self_check') return { name: 'inspections', query: { source: 'self_check', ...estate } }
  if (step === 'inspection') return { name: 'inspections', query: { source: 'third_party', ...estate } }
  if (step === 'opinions') return { name: 'findings', query: estate }
  if (step === 'panel') return { name: 'panel', query: estate }
  return step === 'notice' ? { name: 'objections', query: { state: 'received' } } : null
}
/** The missing things that read the same, told once with the estates they concern. */
export function gathered(missing: Missing[], said: (text: Said) => string): { what: string; entries: Missing[] }[] {
  const found = new Map<string, Missing[]>()
  for (const one of missing) found.set(said(one.what), [...(found.get(said(one.what)) ?? []), one])
  return [...found].map(([what, entries]) => ({ what, entries }))
}

export interface StreetEstates { street: Named; estates: EstateRow[] }
/** Estates by street in the order they came; for pickers. */
export function byStreet(estates: EstateRow[]): StreetEstates[] {
  const found = new Map<string, StreetEstates>()
  for (const estate of estates) {
    const group = found.get(estate.street.id) ?? { street: estate.street, estates: [] }
    group.estates.push(estate)
    found.set(estate.street.id, group)
  }
  return [...found.values()]
}
/** All of a group chosen? Then none; else all. Returns the new choice. */
export function toggled(chosen: string[], group: string[]): string[] {
  const all = group.every((id) => chosen.includes(id))
  return all ? chosen.filter((id) => !group.includes(id)) : [...chosen, ...group.filter((id) => !chosen.includes(id))]
}
