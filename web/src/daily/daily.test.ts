import { describe, expect, it } from 'vitest'
import type { CardChapter, Said } from '@/kernel/types'
import { answerOf, axisFloor, byDay, cardOf, changedDays, countOf, countShown, dayAfter, deliverySign, direction, grouped, isDay, linkOf, newest, nothingHappened, placeOf, ranksOf, signOf, urgencyOf, type EstateDay, type LiveItem, type Notice, type Todo } from './daily'

const todo = (kind: string, days_left: number | null, link = '/r/1'): Todo => ({ kind, title: null, detail: null, estate: null, record_id: null, link, due: null, days_left })
const notice = (id: string, at: string): Notice => ({ id, kind: 'finding', text: null, estate: null, record_id: null, at, read: false })

describe('what must be done', () => {
  it('is late when its day is over or the server says it was missed', () => {
    expect([urgencyOf(todo('due', -1)), urgencyOf(todo('missed', 0)), urgencyOf(todo('missed', null))]).toEqual(['missed', 'missed', 'missed'])
  })
  it('is counted to the week up to the seventh day', () => {
    expect([0, 1, 7, 8, null].map((left) => urgencyOf(todo('due', left)))).toEqual(['today', 'week', 'week', 'later', 'undated'])
  })
  it('is grouped by urgency, keeps the order within, and leaves empty groups out', () => {
    const items = [todo('missed', -2, '/a'), todo('due', 3, '/b'), todo('finding', null, '/c'), todo('due', 5, '/d')]
    expect(grouped(items).map((group) => [group.urgency, ...group.items.map((one) => one.link)])).toEqual([['missed', '/a'], ['week', '/b', '/d'], ['undated', '/c']])
  })
  it('shows with the week what is due today, as the count of the week does', () => {
    const items = [todo('missed', -2), todo('due', 0), todo('due', 3), todo('due', 9)]
    expect(grouped(items, 'week').map((group) => group.urgency)).toEqual(['today', 'week'])
    expect(grouped(items, 'today').map((group) => group.urgency)).toEqual(['today'])
  })
  it('leads only to addresses of this site', () => {
    expect([linkOf('/r/1'), linkOf('//elsewhere'), linkOf('https://elsewhere'), linkOf('')]).toEqual(['/r/1', null, null, null])
  })
})

describe('what may be done', () => {
  it('is counted as far as the server counts', () => {
    expect([countOf(7, 1000), countOf(1000, 1000)]).toEqual(['7', '1000+'])
  })
})

describe('live scores', () => {
  it('share a rank when they are equal', () => {
    expect(ranksOf([{ total: '290' }, { total: '281.5' }, { total: '281.50' }, { total: '270' }])).toEqual([1, 2, 2, 4])
  })
  it('move up, down or not at all, or nobody knows', () => {
    expect(['0.5', '-12', '0.0', null].map(direction)).toEqual(['up', 'down', 'same', 'unknown'])
  })
  it('tell a day only when something changed, latest first, with the difference', () => {
    const day = (at: string, total: string, findings = 3) => ({ day: at, total, star: 4, findings })
    const days = [day('2026-11-20', '270'), day('2026-11-21', '270.0'), day('2026-11-22', '268.5', 4), day('2026-11-23', '268.5', 5)]
    expect(changedDays(days).map(({ day: at, change }) => [at, change])).toEqual([['2026-11-23', '0'], ['2026-11-22', '-1.5'], ['2026-11-20', null]])
    expect(changedDays([])).toEqual([])
  })
  it('are drawn from a round figure below the lowest value and the star line below it', () => {
    expect(axisFloor(['262', '271.5'], ['220', '250', '280'], '300')).toBe(240)
    expect(axisFloor(['120'], ['220', '250'], '300')).toBe(110)
    expect(axisFloor([], ['220'], '300')).toBe(0)
  })
  it('show findings in the words of their evidence, and no percentage that nobody published', () => {
    const line = { title: null, points: '5', held: '3', lost: '2', not_applicable: false, missing: false, place: '', rule: null, arithmetic: null as Said }
    const chapters = [{ chapter: 'D', title: null, points: '80', held: '78', groups: [{ group: 'D4', title: null, points: '8', held: '6', items: [
      { ...line, item: 'D4.2', measure: null, findings: [{ id: 'f1', reason: '旧', deduct: '2', spot: null, photos: [] }, { reason: '没有编号', deduct: '1', spot: null }] },
      { ...line, item: 'A1', measure: '100', findings: [] },
    ] }] }] as unknown as CardChapter[]
    const items = [{ code: 'D4.2', title: null, points: '5', held: '3', findings: [{ id: 'f1', watch: 'w', title: null, record: null, text: { zh: '超 3 天', en: '3 days over' }, deduct: '2', opened_at: '' }] }] as LiveItem[]
    const shown = cardOf({ chapters, items, assumed: ['A1'] }, (text) => (text as { en: string } | null)?.en ?? '', 'not published').chapters[0]!.groups[0]!.items
    expect(shown[0]!.findings.map((one) => [one.reason, one.photos])).toEqual([['3 days over', []], ['没有编号', []]])
    expect([shown[1]!.measure, shown[1]!.arithmetic]).toEqual([null, 'not published'])
  })
})

describe('the day of an estate', () => {
  it('is chosen by a day that exists', () => {
    expect(['2026-11-24', '2026-02-30', '2026-1-1', ''].map(isDay)).toEqual([true, false, false, false])
  })
  it('goes on over the end of months and years', () => {
    expect([dayAfter('2026-02-28', 1), dayAfter('2027-01-01', -1), dayAfter('2028-02-28', 1)]).toEqual(['2026-03-01', '2026-12-31', '2028-02-29'])
  })
  it('is empty when nothing of any kind happened', () => {
    const day: EstateDay = { day: '2026-11-24', live: null, opened: [], cured: [], acts: [], due: [], records_added: [] }
    expect(nothingHappened(day)).toBe(true)
    expect(nothingHappened({ ...day, records_added: [{ register: 'lift', title: null, count: 1 }] })).toBe(false)
  })
})

describe('notices', () => {
  it('stand under their day', () => {
    const list = [notice('c', '2026-11-24T09:00:00+08:00'), notice('b', '2026-11-24T07:00:00+08:00'), notice('a', '2026-11-23T23:59:00+08:00')]
    expect(byDay(list).map(({ day, notices }) => [day, ...notices.map((one) => one.id)])).toEqual([['2026-11-24', 'c', 'b'], ['2026-11-23', 'a']])
    expect([newest(list), newest([])]).toEqual(['c', ''])
  })
  it('lead to the record, else to the estate, else nowhere', () => {
    expect(placeOf({ record_id: 'r1', estate: { id: 'e1', name: '' } })).toBe('/r/r1')
    expect(placeOf({ record_id: null, estate: { id: 'e1', name: '' } })).toBe('/live/e1')
    expect(placeOf({ record_id: null, estate: null })).toBeNull()
  })
  it('have a sign for each kind, and one for a kind that is new', () => {
    expect(['missed', 'cured', 'expiring', 'unheard-of'].map(signOf)).toEqual(['fault', 'good', 'warning', 'quiet'])
  })
  it('are counted up to 99', () => {
    expect([1, 99, 100, 1000].map(countShown)).toEqual(['1', '99', '99+', '99+'])
  })
})

describe('a delivery', () => {
  it('warns only once it has failed', () => {
    expect([deliverySign('waiting', 0), deliverySign('waiting', 2), deliverySign('sent', 1), deliverySign('given_up', 6)]).toEqual(['quiet', 'warning', 'good', 'fault'])
  })
  it('tells the answer once', () => {
    const answers = [[200, ''], [503, 'status 503'], [500, 'busy'], [null, 'connection refused'], [null, '']] as const
    expect(answers.map(([last_status, last_problem]) => answerOf({ last_status, last_problem }))).toEqual(['200', '503', '500 busy', 'connection refused', ''])
  })
})
