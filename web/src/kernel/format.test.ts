import { describe, expect, it } from 'vitest'
import { add, compare, day, isZero, moment, percent, points, said, scaled, share, subtract } from './format'

describe('exact numbers', () => {
  it('adds and subtracts where floating point would not', () => {
    expect(add('0.1', '0.2')).toBe('0.3')
    expect(subtract('80', '7.6')).toBe('72.4')
    expect(subtract('7.6', '80')).toBe('-72.4')
    expect(add()).toBe('0')
  })
  it('compares by value, so that a line is reached only by its own number or more', () => {
    expect(compare('279.99999', '280')).toBe(-1)
    expect(compare('280', '280.0000')).toBe(0)
    expect(compare('100', '99.5')).toBe(1)
  })
  it('shows points without idle zeros and never rounds', () => {
    expect(points('7.50000')).toBe('7.5')
    expect(points('279.99999')).toBe('279.99999')
    expect(points('0')).toBe('0')
    expect(percent('89.9600')).toBe('89.96%')
    expect(percent(null)).toBe('—')
  })
  it('refuses what is not an exact number', () => {
    expect(() => scaled('1e3')).toThrow(RangeError)
    expect(() => scaled('')).toThrow(RangeError)
  })
  it('keeps widths between nothing and all', () => {
    expect(share('20', '80')).toBe(0.25)
    expect(share('90', '80')).toBe(1)
    expect(share('1', '0')).toBe(0)
  })
  it('knows nothing lost in any spelling', () => {
    expect(isZero('0.00')).toBe(true)
    expect(isZero('0.00001')).toBe(false)
  })
})

describe('days and texts', () => {
  it('writes days as people of each language do', () => {
    expect(day('2026-11-04', 'zh')).toBe('2026年11月4日')
    expect(day('2026-11-04', 'en', 'short')).toBe('4 Nov')
    expect(day(null, 'zh')).toBe('—')
  })
  it('shows the clock time the server wrote, wherever the reader sits', () => {
    expect(moment('2026-11-24T09:05:30+08:00', 'zh')).toBe('2026年11月24日 09:05')
  })
  it('falls back to Chinese where a text has no English', () => {
    expect(said({ zh: '整改', en: '' }, 'en')).toBe('整改')
    expect(said('原话', 'en')).toBe('原话')
    expect(said(null, 'zh')).toBe('')
  })
})
