import { describe, expect, it } from 'vitest'
import { confidenceShown, daysLeft, firstTab, neededToday, rate, sureSummary, surenessKind, takesAnswers, today, type Sure, type Sureness } from './survey'

const sure = (star: number, sureness: Sureness) => ({ star, sureness }) as Sure

describe('how sure a survey is', () => {
  it('has a sign for each class, and neither praises nor blames what is open', () => {
    expect((['surely_above', 'probably_above', 'open', 'probably_below', 'surely_below'] as Sureness[]).map(surenessKind)).toEqual(['good', 'good', 'quiet', 'warning', 'fault'])
  })
  it('never says 0 or 100 percent', () => {
    expect([1, 0.996, 0.71, 0.004, 0].map(confidenceShown)).toEqual(['>99', '>99', '71', '<1', '<1'])
  })
  it('is told in one word by the highest star that is probable', () => {
    expect(sureSummary([sure(5, 'open'), sure(3, 'surely_above'), sure(4, 'probably_above'), sure(0, 'surely_above')])?.star).toBe(4)
  })
  it('is told by the lowest star when none is probable, and never by the line of failing', () => {
    expect(sureSummary([sure(5, 'surely_below'), sure(3, 'open'), sure(0, 'surely_above')])?.star).toBe(3)
    expect(sureSummary([])).toBeNull()
  })
})

describe('time and progress', () => {
  it('counts the last day as a day left', () => {
    expect(daysLeft('2026-11-28', '2026-11-24')).toBe(5)
    expect(daysLeft('2026-11-24', '2026-11-24')).toBe(1)
    expect(daysLeft('2026-11-23', '2026-11-24')).toBe(0)
    expect(daysLeft('2027-01-01', '2026-12-31')).toBe(2)
  })
  it('takes the day of the district, not of the device', () => {
    expect(today(new Date('2026-11-23T16:30:00Z'))).toBe('2026-11-24')
    expect(today(new Date('2026-11-23T15:30:00Z'))).toBe('2026-11-23')
  })
  it('spreads what is missing over the days left, and on the last day asks for all of it', () => {
    expect([neededToday(164, 95, 5), neededToday(164, 95, 1), neededToday(164, 95, 0), neededToday(164, 170, 5)]).toEqual([14, 69, 69, 0])
  })
  it('cuts rates to one decimal', () => {
    expect([rate('76.4999'), rate('58'), rate('100.0000'), rate('0.05'), rate(null)]).toEqual(['76.4%', '58%', '100%', '0%', '—'])
  })
})

describe('which survey and which page', () => {
  it('opens the side the state asks for', () => {
    expect((['draft', 'fieldwork', 'closed', 'recorded', 'replaced'] as const).map(firstTab)).toEqual(['survey_plan', 'survey_field', 'survey_result', 'survey_result', 'survey_result'])
  })
  it('takes answers of a dwelling given up only while no reserve stands in for it', () => {
    expect(takesAnswers({ state: 'lost', replaced_by: null })).toBe(true)
    expect(takesAnswers({ state: 'lost', replaced_by: 171 })).toBe(false)
    expect(takesAnswers({ state: 'waiting', replaced_by: null })).toBe(false)
  })
})
