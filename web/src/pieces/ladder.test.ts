import { describe, expect, it } from 'vitest'
import type { Shortfall } from '@/kernel/types'
import { mountWith } from '@/kernel/test_mount'
import LadderList from './LadderList.vue'

const five = { zh: '五星级', en: 'Five stars' }
const short = (more: Partial<Shortfall> = {}): Shortfall => ({ star: 5, grade: five, points: '4', satisfaction: '0', reachable: true, items: [], ...more })
const show = (one: Shortfall, more: object = {}) => mountWith(LadderList, { props: { short: one, ...more } })

describe('the ladder', () => {
  it('says how far it is by each key alone and by both', () => {
    expect(show(short()).find('h2').text()).toBe('还差 4 分到五星级')
    expect(show(short({ points: '0', satisfaction: '0.8' })).find('h2').text()).toBe('满意度还差 0.8 个百分点到五星级')
    expect(show(short({ satisfaction: '0.8' })).find('h2').text()).toBe('还差 4 分、满意度差 0.8 个百分点到五星级')
  })
  it('gives each item its owner and deadline, from the rectification still to do', () => {
    const rectification = { id: 'r', state: 'open' as const, due: '2026-12-01', party: { id: 'p', name: '和畅物业' }, working_days_left: 5 }
    const closed = { ...rectification, state: 'confirmed' as const, party: { id: 'q', name: '别家' } }
    const ladder = show(short({ items: [{ item: 'D1.1', title: { zh: '停放', en: '' }, points: '2.5', findings: [{ id: 'f1', reason: '乱停', rectification: closed }, { id: 'f2', reason: '拉线', rectification }] }] }))
    expect(ladder.find('li').text()).toContain('可补 2.5 分')
    expect(ladder.find('.clock').text()).toContain('还剩 5 个工作日')
    expect(ladder.find('.clock').text()).toContain('和畅物业')
  })
  it('says so when nobody has been asked to mend it', () => {
    expect(show(short({ items: [{ item: 'D1.1', title: null, points: '1', findings: [{ id: 'f', reason: 'x', rectification: null }] }] })).text()).toContain('还没有交办')
  })
  it('owns up when mending everything is not enough', () => {
    expect(show(short({ reachable: false })).text()).toContain('现有扣分全部改好也还不够')
  })
  it('counts the items it leaves out', () => {
    const items = ['C1.1', 'C1.2', 'C1.3'].map((item) => ({ item, title: null, points: '1' }))
    expect(show(short({ items }), { limit: 2 }).findAll('li').at(-1)!.text()).toBe('还有 1 条')
  })
})
