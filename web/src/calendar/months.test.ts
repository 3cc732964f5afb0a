import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { monthOf, skeleton, type CalendarYear } from './months'

const holidays = [{ name: 'x', off: ['2026-10-01', '2026-10-02', '2026-10-03'], work: ['2026-10-10'] }]
const days = monthOf(2026, 10, holidays).flat()
const on = (day: string) => days.find((cell) => cell?.day === day)?.kind

describe('a month', () => {
  it('begins its weeks on Monday and has every day once', () => {
    const weeks = monthOf(2026, 10, [])
    expect(weeks[0]!.slice(0, 4).map((cell) => cell?.date ?? null)).toEqual([null, null, null, 1])
    expect(weeks.flat().filter(Boolean)).toHaveLength(31)
    expect(weeks.every((week) => week.length === 7)).toBe(true)
  })
  it('knows leap days', () => {
    expect(monthOf(2028, 2, []).flat().filter(Boolean)).toHaveLength(29)
  })
  it('rests on holidays, works on make-up Saturdays, else follows the week', () => {
    expect([on('2026-10-01'), on('2026-10-03'), on('2026-10-10'), on('2026-10-11'), on('2026-10-12')]).toEqual(['rest', 'rest', 'makeup', 'weekend', 'working'])
  })
})

describe('the skeleton of a new year', () => {
  it('is YAML with the names of the last year and empty days', () => {
    const last = { holidays: [{ name: { zh: '元旦', en: 'New Year' }, off: ['2026-01-01'], work: [] }] } as unknown as CalendarYear
    expect(parse(skeleton(2027, last))).toEqual({ year: 2027, sources: [{ title: '', number: '', date: '' }], holidays: [{ name: { zh: '元旦', en: 'New Year' }, off: [], work: [] }] })
  })
})
