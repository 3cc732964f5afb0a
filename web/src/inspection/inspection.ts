// An inspection as the server tells it, and what the form works out from it: progress, what is missing, which item comes next.
import { add } from '@/kernel/format'
import type { Day, Exact, Finding, Instant, Named, Standard, StandardChapter, StandardGroup, StandardItem } from '@/kernel/types'

export type Source = 'self_check' | 'third_party' | 'department'
export type MarkState = 'unseen' | 'fine' | 'deducted' | 'not_applicable'
export interface InspectionRow {
  id: string
  evaluation_id: string
  year: number
  estate: Named
  street: Named
  source: Source
  party: Named | null
  state: 'open' | 'handed_in'
  planned_from: Day | null
  planned_to: Day | null
  visited_on: Day | null
  handed_in_at: Instant | null
  seen: number
  items: number
  findings: number
  version: number
}
export interface Mark { item: string; state: MarkState; note: string; marked_by: string | null; confirmed_by: string | null; confirmed_at: Instant | null; findings: Finding[] }
export interface Measure { item: string; value: Exact | null; note: string }
export interface Inspection extends Omit<InspectionRow, 'items'> {
  summary: string
  may: { edit: boolean; hand_in: boolean; confirm: boolean; correct: boolean }
  measures: Measure[]
  items: Mark[]
}

export interface FormItem { standard: StandardItem; mark: Mark; measured: boolean; measure: Measure | null; source: Source }
export interface FormGroup { group: StandardGroup; items: FormItem[] }
export interface FormChapter { chapter: StandardChapter; groups: FormGroup[] }

/** The form: the standard's chapters and groups with the items of this inspection; empty groups fall away. */
export function formOf(standard: Standard, inspection: Pick<Inspection, 'items' | 'measures' | 'source'>): FormChapter[] {
  const marks = new Map(inspection.items.map((mark) => [mark.item, mark]))
  const measures = new Map(inspection.measures.map((measure) => [measure.item, measure]))
  const formItem = (item: StandardItem): FormItem[] => {
    const measured = item.rule.takes_measure === true
    const mark = marks.get(item.item) ?? (measures.has(item.item) ? { item: item.item, state: 'unseen' as const, note: '', marked_by: null, confirmed_by: null, confirmed_at: null, findings: [] } : undefined)
    return mark ? [{ standard: item, mark, measured, measure: measures.get(item.item) ?? null, source: inspection.source }] : []
  }
  return standard.chapters
    .map((chapter) => ({ chapter, groups: chapter.groups.map((group) => ({ group, items: group.items.flatMap(formItem) })).filter(({ items }) => items.length) }))
    .filter(({ groups }) => groups.length)
}
export const itemsOf = (form: FormChapter[]): FormItem[] => form.flatMap(({ groups }) => groups.flatMap(({ items }) => items))

/**
 * What an item still needs before handing in; null when nothing. A department marks only what it finds; percentages and the
 * second person are asked of the third party only. The server has the last word.
 */
export type Lack = 'unseen' | 'measure' | 'confirmation'
export function lackOf(item: FormItem): Lack | null {
  const third = item.source === 'third_party'
  if (item.source === 'department') return null
  if (item.measured) return third && !item.measure?.value ? 'measure' : null
  if (item.mark.state === 'unseen') return 'unseen'
  return third && item.mark.state === 'not_applicable' && !item.mark.confirmed_by ? 'confirmation' : null
}
export const looked = (item: FormItem): boolean => (item.measured ? !!item.measure?.value : item.mark.state !== 'unseen')
export interface Progress { done: number; total: number; findings: number; lost: Exact; missing: { item: FormItem; lack: Lack }[] }
export function progressOf(items: FormItem[]): Progress {
  const missing = items.flatMap((item) => { const lack = lackOf(item); return lack ? [{ item, lack }] : [] })
  const findings = items.flatMap((item) => item.mark.findings.filter((finding) => finding.state !== 'withdrawn'))
  return { done: items.filter(looked).length, total: items.length, findings: findings.length, lost: findings.length ? add(...findings.map((finding) => finding.deduct)) : '0', missing }
}

/** The item after (or before) this one in document order; null at the end. */
export function neighbour(items: FormItem[], item: string, by: 1 | -1): string | null {
  const place = items.findIndex((one) => one.standard.item === item)
  return place < 0 ? null : (items[place + by]?.standard.item ?? null)
}
/** The next item that is not looked at yet, going on from here and round to the beginning; null when all are. */
export function nextOpen(items: FormItem[], from: string | null): string | null {
  const start = items.findIndex((one) => one.standard.item === from) + 1
  const turned = [...items.slice(start), ...items.slice(0, start)]
  const open = turned.find((one) => !looked(one) && one.standard.item !== from)
  return open?.standard.item ?? null
}

/** What the server told, with what is still on its way to it on top: an item marked without network stays marked on the screen. */
export function withQueued(inspection: Inspection, errands: readonly { key: string; body: object }[]): Inspection {
  for (const { key, body } of errands) {
    const [kind, item] = key.split(' ')
    const found = kind === 'item' ? inspection.items.find((one) => one.item === item) : inspection.measures.find((one) => one.item === item)
    if (found) Object.assign(found, body)
  }
  return inspection
}

/** "87.5", "87.5%", "87,5" as people type them → "87.5"; null when it is no percentage from 0 to 100 with at most four decimals. */
export function percentTyped(text: string): Exact | null {
  const parts = /^(\d{1,3})(?:[.,。](\d{1,4}))?\s*[%％]?$/.exec(text.trim())
  if (!parts) return null
  const whole = Number(parts[1])
  const fraction = (parts[2] ?? '').replace(/0+$/, '')
  if (whole > 100 || (whole === 100 && fraction)) return null
  return fraction ? `${whole}.${fraction}` : String(whole)
}
