import { describe, expect, it } from 'vitest'
import { agreementWord, firstTab, kappaShown, nextForMe, roleAt, shareShown, stillOpen, worstFirst, type Observation, type Sheet } from './civility'

const sheet = (observer: 1 | 2, mine = false): Sheet => ({ observer, mine, account_name: '观察员', observed_on: '2026-11-20', marks: [] })
const observation = (position: number, sheets: Sheet[] = [], second_wanted = false): Observation => ({ position, point: 'gate', point_title: '', moment: 'morning', moment_title: '', second_wanted, sheets, version: 1 })

describe('an observation', () => {
  it('is open until the first has seen it and, where a second look was drawn, the second', () => {
    expect(stillOpen(observation(1))).toBe('first')
    expect(stillOpen(observation(1, [sheet(1)]))).toBeNull()
    expect(stillOpen(observation(1, [sheet(1)], true))).toBe('second')
    expect(stillOpen(observation(1, [sheet(1), sheet(2)], true))).toBeNull()
  })
  it('is written by whoever comes first, then by another person, and corrected by its writer', () => {
    expect(roleAt(observation(1))).toBe(1)
    expect(roleAt(observation(1, [sheet(1, true)], true))).toBe(1)
    expect(roleAt(observation(1, [sheet(1)]))).toBe(2)
    expect(roleAt(observation(1, [sheet(1), sheet(2)]))).toBeNull()
  })
  it('leads on to the next one this person can do, from the start again after the last', () => {
    const list = [observation(1), observation(2, [sheet(1, true)], true), observation(3, [sheet(1)], true), observation(4, [sheet(1)])]
    expect(nextForMe(list, 1)).toBe(3)
    expect(nextForMe(list, 3)).toBe(1)
    expect(nextForMe([observation(1, [sheet(1, true)], true)], 0)).toBeNull()
  })
})

describe('the result', () => {
  it('says in words how far two observers agree, at the usual bands', () => {
    expect([0.8, 0.79, 0.6, 0.4, 0.39].map((kappa) => agreementWord({ both: 40, kappa }))).toEqual(['close', 'fair', 'fair', 'weak', 'poor'])
  })
  it('says that agreement cannot be calculated, or that nothing was seen by two', () => {
    expect(agreementWord({ both: 40, kappa: null })).toBe('undefined')
    expect(agreementWord({ both: 0, kappa: null })).toBe('none')
  })
  it('cuts shares for lists after one decimal and never rounds them up', () => {
    expect(shareShown(1999, 2000)).toBe('99.9%')
    expect(shareShown(2, 3)).toBe('66.6%')
    expect(shareShown(0, 0)).toBe('—')
  })
  it('writes kappa with a minus sign', () => {
    expect([kappaShown(0.674), kappaShown(-0.05)]).toEqual(['0.67', '−0.05'])
  })
  it('puts the worst points first and those never seen last', () => {
    const points = [['a', 9, 10], ['b', 0, 0], ['c', 1, 3], ['d', 10, 10]].map(([point, passed, observed]) => ({ point: String(point), title: '', passed: Number(passed), observed: Number(observed) }))
    expect(worstFirst(points).map((one) => one.point)).toEqual(['c', 'a', 'd', 'b'])
  })
})

describe('checks of a year', () => {
  it('open at the side their state asks for', () => {
    expect((['draft', 'fieldwork', 'closed', 'recorded'] as const).map(firstTab)).toEqual(['civility_plan', 'civility_field', 'civility_result', 'civility_result'])
  })
})
