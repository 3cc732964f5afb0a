import { describe, expect, it } from 'vitest'
import { mountWith } from '@/kernel/test_mount'
import type { LiveFinding, NextStar } from './daily'
import DueMark from './DueMark.vue'
import NextStarSteps from './NextStar.vue'
import TodoLines from './TodoLines.vue'

describe('the clock of a line', () => {
  const words = (props: object) => mountWith(DueMark, { props }).text()
  it('says days in words, and the day', () => {
    expect(words({ due: '2026-11-26', left: 2 })).toBe('还剩 2 天11月26日到期')
    expect(words({ due: '2026-11-24', left: 0 })).toContain('今天到期')
    expect(words({ due: '2026-11-19', left: -5 })).toContain('超 5 天')
    expect(words({ due: null, left: null })).toBe('没有期限')
  })
  it('calls late what was missed by hours on its very day', () => {
    expect(words({ due: '2026-11-24', left: 0, missed: true })).toContain('超过时限')
  })
})

describe('the steps to the next star', () => {
  const finding = { id: 'f1', watch: 'w', title: null, record: { id: 'r1', register: 'lift', name: '3-1-2' }, text: { zh: '超 3 天', en: '' }, deduct: '2', opened_at: '' } as LiveFinding
  const next = (more: Partial<NextStar>): NextStar => ({ star: 5, grade: '五星级', missing_points: '2', missing_satisfaction: '0', lifts: [{ finding_id: 'f1', item: 'D4.2.2', title: '检验过期', gain: '2' }], ...more })
  const shown = (of: NextStar | null) => mountWith(NextStarSteps, { props: { next: of, star: 5, findings: new Map([['f1', finding]]) } })
  it('lead to the record and say that they are enough', () => {
    const steps = shown(next({}))
    expect(steps.text()).toContain('补回的分就够了')
    expect(steps.find('a').attributes('href')).toBe('/r/r1')
  })
  it('say so when they are not enough, or when there is nothing to cure', () => {
    expect(shown(next({ missing_points: '2.5' })).text()).toContain('还不够')
    expect(shown(next({ lifts: [] })).text()).toContain('没有可改的扣分')
  })
  it('name satisfaction when it is what fails', () => {
    const text = shown(next({ missing_points: '0', missing_satisfaction: '0.1', lifts: [] })).text()
    expect(text).toContain('满意度还差 0.1 个百分点')
    expect(text).not.toContain('还差 0 分')
  })
  it('end at the highest star', () => {
    expect(shown(null).text()).toContain('最高的星级')
  })
})

describe('a line of what must be done', () => {
  it('never leads away from this site, and does not say the estate twice', () => {
    const item = { kind: 'inspection', title: '自查', detail: '青枫苑', estate: { id: 'e1', name: '青枫苑' }, record_id: null, due: null, days_left: null }
    const lines = mountWith(TodoLines, { props: { items: [{ ...item, link: 'https://elsewhere.example' }] } })
    expect(lines.findAll('a')).toHaveLength(0)
    expect(lines.text().match(/青枫苑/g)).toHaveLength(1)
  })
})
