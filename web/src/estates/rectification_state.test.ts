import { describe, expect, it } from 'vitest'
import { endedOf, inTime, isOver } from './rectification_state'

const one = { state: 'confirmed' as const, due: '2026-11-20', fixed_at: '2026-11-20T23:00:00+08:00', confirmed_at: '2026-11-25T09:00:00+08:00', cured: null }

describe('a rectification that is over', () => {
  it('was in time when it was reported by its day, however late it was confirmed', () => {
    expect(isOver(one)).toBe(true)
    expect(endedOf(one)).toBe('2026-11-25T09:00:00+08:00')
    expect(inTime(one)).toBe(true)
    expect(inTime({ ...one, fixed_at: '2026-11-21T00:10:00+08:00' })).toBe(false)
  })
  it('was nobody’s fault when it was closed with what it came from', () => {
    const closed = { ...one, state: 'closed' as const, fixed_at: null, confirmed_at: null, cured: { at: '2026-11-22T09:00:00+08:00', why: '撤回' } }
    expect(endedOf(closed)).toBe('2026-11-22T09:00:00+08:00')
    expect(inTime(closed)).toBeNull()
  })
  it('has neither while it runs', () => {
    const open = { ...one, state: 'open' as const, fixed_at: null, confirmed_at: null }
    expect([isOver(open), endedOf(open), inTime(open)]).toEqual([false, null, null])
  })
})
