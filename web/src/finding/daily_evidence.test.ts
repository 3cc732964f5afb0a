import { describe, expect, it } from 'vitest'
import { mountWith } from '@/kernel/test_mount'
import DailyEvidence from './DailyEvidence.vue'
import { isDaily, kindOfDaily, type Evidence, type FullFinding } from './finding'

const finding = { id: 'f1', evaluation_id: 'live', estate: { id: 'e1', name: '青枫苑' }, item: 'D4.2.2', deduct: '2', reason: '检验过期', state: 'accepted', decision: null, decided_at: null, created_at: '2026-11-20T08:00:00+08:00' } as FullFinding
const evidence: Evidence = {
  watch: 'overdue', title: { zh: '电梯检验过期', en: '' }, register: { register: 'lift', title: { zh: '电梯台账', en: '' }, readable: true }, record: { id: 'r1', register: 'lift', name: '1-1' },
  text: { zh: '电梯 1-1 已超 20 天', en: '' }, opened_at: '2026-11-20T08:00:00+08:00', closed_at: null,
  item: { item: 'D4.2.2', points: '2', held: '0', lost: '2', arithmetic: { zh: '一处扣完', en: '' }, findings: 1 },
}
const shown = (props: object) => mountWith(DailyEvidence, { props: { finding, evidence, standard: null, ...props } })

describe('a finding of the daily work', () => {
  it('is told apart from those of a year', () => {
    expect([isDaily(finding), isDaily({ evaluation_id: 'y' })]).toEqual([true, false])
    expect([kindOfDaily('accepted'), kindOfDaily('withdrawn')]).toEqual(['fault', 'quiet'])
  })
  it('leads to the record that cures it, and says what it costs and how that is worked out', () => {
    const card = shown({})
    expect(card.text()).toContain('−2 分')
    expect(card.text()).toContain('电梯 1-1 已超 20 天')
    expect(card.text()).toContain('一处扣完')
    expect(card.find('a').attributes('href')).toBe('/r/r1')
  })
  it('says why it was withdrawn, and no longer how to cure it', () => {
    const card = shown({ finding: { ...finding, state: 'withdrawn', decision: '已消除：电梯检验过期', decided_at: '2026-11-23T08:00:00+08:00' } })
    expect(card.text()).toContain('台账已撤销')
    expect(card.text()).toContain('已消除：电梯检验过期')
    expect(card.text()).not.toContain('自动撤销')
  })
  it('stands in its own words for whoever may not see the register', () => {
    const card = shown({ evidence: null })
    expect(card.text()).toContain('检验过期')
    expect(card.findAll('a')).toHaveLength(0)
  })
})
