// The official calendar drawn as months: which days rest, which are make-up working days.
import type { Day, Said } from '@/kernel/types'

export interface Holiday { name: Said; off: Day[]; work: Day[] }
export interface CalendarYear { year: number; source: { title: string; number: string; date: Day }[]; holidays: Holiday[]; from: 'pack' | 'added'; confirmed: boolean; proposed_by_me?: boolean }
export type DayKind = 'working' | 'weekend' | 'rest' | 'makeup'
export interface DayCell { day: Day; date: number; kind: DayKind; name: Said }

const pad = (number: number) => String(number).padStart(2, '0')
/** Monday 0 … Sunday 6 of a day, by the calendar alone (no time zone in it). */
const weekday = (year: number, month: number, date: number): number => (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7

/** Weeks from Monday; null fills the ends. Holidays of the neighbouring years may name days of this one: give all that are loaded. */
export function monthOf(year: number, month: number, holidays: Holiday[]): (DayCell | null)[][] {
  const special = new Map<Day, { kind: DayKind; name: Said }>()
  for (const { name, off, work } of holidays) {
    for (const day of off) special.set(day, { kind: 'rest', name })
    for (const day of work) special.set(day, { kind: 'makeup', name })
  }
  const cells: (DayCell | null)[] = Array.from({ length: weekday(year, month, 1) }, () => null)
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  for (let date = 1; date <= last; date++) {
    const day = `${year}-${pad(month)}-${pad(date)}`
    const found = special.get(day)
    cells.push({ day, date, kind: found?.kind ?? (weekday(year, month, date) > 4 ? 'weekend' : 'working'), name: found?.name ?? null })
  }
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** The skeleton of a new year: the holidays' names of the last one, the days to be filled in from the notice. */
export function skeleton(year: number, last: CalendarYear | undefined): string {
  const names = (last?.holidays ?? []).map(({ name }) => (typeof name === 'string' || name == null ? { zh: name ?? '', en: name ?? '' } : name))
  const quoted = (text: string) => JSON.stringify(text)
  return [
    `year: ${year}`,
    'sources:',
    `  - {title: ${quoted('')}, number: ${quoted('')}, date: ${quoted('')}}`,
    'holidays:',
    ...names.flatMap(({ zh, en }) => [`  - name: {zh: ${quoted(zh)}, en: ${quoted(en)}}`, '    "off": []', '    work: []']),
    '',
  ].join('\n')
}
