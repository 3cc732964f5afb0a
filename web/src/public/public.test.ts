import { describe, expect, it } from 'vitest'
import { byStar, holdsPrivateNumber, noticeOpen, receiptShown, todayInChina, type PublicRow } from './public'

const row = (name: string, street: string, star: number) => ({ estate: { id: name, name }, street: { id: street, name: street }, star, grade: { zh: `${star}`, en: `${star}` } }) as PublicRow

describe('public results', () => {
  const rows = [row('甲苑', '东街', 3), row('乙苑', '西街', 5), row('丙苑', '东街', 0), row('丁苑', '西街', 3), row('戊苑', '东街', 3)]
  it('stand by star from the highest, then by street', () => {
    const groups = byStar(rows)
    expect(groups.map((group) => group.star)).toEqual([5, 3, 0])
    expect(groups[1]!.streets.map(({ street, rows: list }) => [street.name, list.length])).toEqual([['东街', 2], ['西街', 1]])
  })
  it('are found by a part of the estate’s or the street’s name', () => {
    expect(byStar(rows, ' 丁 ').map((group) => group.count)).toEqual([1])
    expect(byStar(rows, '西街').reduce((sum, group) => sum + group.count, 0)).toBe(2)
    expect(byStar(rows, '没有')).toEqual([])
  })
})

describe('the notice', () => {
  const year = { stage: 'notice' as const, notice_from: '2026-11-20', notice_to: '2026-11-26' }
  it('takes objections on its first and its last day, and not outside', () => {
    expect(['2026-11-19', '2026-11-20', '2026-11-26', '2026-11-27'].map((day) => noticeOpen(year, day))).toEqual([false, true, true, false])
  })
  it('takes none once the result is final', () => {
    expect(noticeOpen({ ...year, stage: 'final' as never }, '2026-11-24')).toBe(false)
  })
  it('reads the day in China', () => {
    expect(todayInChina(new Date('2026-11-24T16:30:00Z'))).toBe('2026-11-25')
  })
})

describe('a resident’s text', () => {
  it('is warned about telephone and identity numbers only', () => {
    expect(holdsPrivateNumber('打 13800000000 找我')).toBe(true)
    expect(holdsPrivateNumber('138 0000 0000')).toBe(true)
    expect(holdsPrivateNumber('0571-88888888')).toBe(true)
    expect(holdsPrivateNumber('3 幢 2 单元 2026 年 5 月灯坏了')).toBe(false)
  })
})

it('a receipt is shown in fours', () => {
  expect(receiptShown('abcd1234ef')).toBe('ABCD-1234-EF')
})
