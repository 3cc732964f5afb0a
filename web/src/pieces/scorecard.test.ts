import { describe, expect, it } from 'vitest'
import type { CardItem, StandardItem } from '@/kernel/types'
import { mountWith } from '@/kernel/test_mount'
import ScorecardView from './ScorecardView.vue'

const said = (zh: string) => ({ zh, en: zh })
const item = (code: string, more: Partial<CardItem> = {}): CardItem => ({
  item: code, title: said(`条目${code}`), points: '5', held: '5', lost: '0', not_applicable: false, missing: false, measure: null, arithmetic: said('没有扣分。'), place: `附件1·${code}`, rule: { kind: 'steps', explain: said('按0.5分一档扣。') }, findings: [], ...more,
})
const lost = item('C1.2', { held: '3.5', lost: '1.5', arithmetic: said('5 − 1.5 = 3.5 分'), findings: [{ id: 'f1', reason: '楼道堆物', deduct: '1.5', spot: '3幢', photos: [{ id: 'p1' }] }] })
const card = { chapters: [{ chapter: 'C', title: said('环境'), points: '10', held: '8.5', groups: [{ group: 'C1', title: said('卫生'), points: '10', held: '8.5', items: [item('C1.1'), lost] }] }] }
const inStandard = { item: 'C1.2', points: '5', title: said('x'), place: '', checks: [said('楼道不堆物')], law: [{ title: '物业管理条例', article: '第五条', cited: false, replaced_by: null, note: null }], shown_by: [], may_not_apply: null, rule: { kind: 'steps', explain: said('') } } satisfies StandardItem
const standard = { chapters: [{ chapter: 'C', title: said('环境'), points: '10', groups: [{ group: 'C1', title: said('卫生'), points: '10', items: [inStandard] }] }] }
const open = (props: object = {}) => mountWith(ScorecardView, { props: { card, standard, ...props } })

describe('the scorecard', () => {
  it('shows lost points in the margin of the items that lost them, and nowhere else', () => {
    const margins = open().findAll('.margin').map((margin) => margin.text().replace(/\s/g, ''))
    expect(margins).toEqual(['', '失分−1.5'])
  })
  it('opens an item to its finding, sum, rule, clause, law and cure', async () => {
    const view = open()
    const line = view.findAll('button.line')[1]!
    expect(line.attributes('aria-expanded')).toBe('false')
    await line.trigger('click')
    expect(line.attributes('aria-expanded')).toBe('true')
    const reasons = view.find('.reasons').text()
    for (const words of ['楼道堆物', '3幢', '5 − 1.5 = 3.5 分', '按0.5分一档扣。', '附件1·C1.2', '《物业管理条例》第五条', '可以补回 1.5 分', '楼道不堆物']) expect(reasons).toContain(words)
    expect(view.find('.reasons img').attributes('src')).toBe('/api/photos/p1/thumbnail')
  })
  it('can be cut down to what lost points', async () => {
    const view = open()
    await view.find('input[type=checkbox]').setValue(true)
    expect(view.findAll('.item').map((one) => one.attributes('id'))).toEqual(['item-C1.2'])
  })
  it('opens the item an address names', () => {
    expect(open({ focusItem: 'C1.2' }).find('[id="item-C1.2"] .reasons').exists()).toBe(true)
  })
  it('opens everything that lost points for printing and puts it back afterwards', async () => {
    const view = open()
    window.dispatchEvent(new Event('beforeprint'))
    await view.vm.$nextTick()
    expect(view.findAll('.reasons')).toHaveLength(1)
    window.dispatchEvent(new Event('afterprint'))
    await view.vm.$nextTick()
    expect(view.findAll('.reasons')).toHaveLength(0)
  })
  it('says when an item has no measure instead of counting it as lost', () => {
    const missing = { chapters: [{ ...card.chapters[0]!, groups: [{ ...card.chapters[0]!.groups[0]!, items: [item('A1', { held: '0', lost: '5', missing: true })] }] }] }
    expect(open({ card: missing }).find('.margin').text()).toBe('缺测评值')
  })
})
