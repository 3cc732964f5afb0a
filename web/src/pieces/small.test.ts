import { describe, expect, it } from 'vitest'
import { mountWith } from '@/kernel/test_mount'
import ClockBadge from './ClockBadge.vue'
import PhotoStrip from './PhotoStrip.vue'
import StarMark from './StarMark.vue'
import TimelineList from './TimelineList.vue'
import { changes } from './timeline'

const clock = (left: number | null, more: object = {}) => mountWith(ClockBadge, { props: { due: '2026-11-27', left, ...more } })

describe('the clock', () => {
  it('counts working days, turns amber when near and red when late, always in words', () => {
    expect([clock(8).classes(), clock(8).text()]).toEqual([['clock', 'calm'], '还剩 8 个工作日11月27日到期'])
    expect(clock(3).classes()).toContain('warning')
    expect([clock(0).classes()[1], clock(0).text()]).toEqual(['warning', '今天到期11月27日到期'])
    expect([clock(-2).classes()[1], clock(-2).text()]).toEqual(['fault', '超期 2 个工作日11月27日到期'])
  })
  it('admits it when the calendar of the year is not loaded', () => {
    expect(clock(null).text()).toContain('工作日历未载入')
  })
  it('stops when the duty is done, and names who had it', () => {
    expect(clock(-2, { done: true, who: '和畅物业' }).text()).toBe('已办结11月27日到期和畅物业')
    expect(clock(-2, { done: true, ended: '2026-11-25T09:00:00+08:00', inTime: true }).text()).toBe('11月25日办结，按时11月27日到期')
    const late = clock(-2, { done: true, ended: '2026-11-30T09:00:00+08:00', inTime: false })
    expect([late.classes()[1], late.text()]).toEqual(['fault', '11月30日办结，超期11月27日到期'])
    expect(clock(-2, { done: true, ended: '2026-11-25T09:00:00+08:00', inTime: null }).text()).toBe('11月25日办结11月27日到期')
  })
})

describe('the star', () => {
  it('always has its word', () => {
    expect(mountWith(StarMark, { props: { star: 4, grade: { zh: '四星级', en: '' } } }).text()).toBe('★★★★四星级')
    expect(mountWith(StarMark, { props: { star: 0 } }).text()).toBe('未评星')
  })
})

describe('the timeline', () => {
  it('groups lines by day and tells what changed and why', () => {
    const line = { at: '2026-11-19T15:12:00+08:00', actor_name: '街道乙', act: 'x', act_title: { zh: '改了扣分', en: '' }, why: '照片不清', before: { deduct: '2', version: 1, party_id: 'p' }, after: { deduct: '1', version: 2, party_id: 'q' } }
    const list = mountWith(TimelineList, { props: { lines: [line, { ...line, at: '2026-11-18T09:00:00+08:00' }], fieldWord: () => '扣分' } })
    expect(list.findAll('h2').map((head) => head.text())).toEqual(['2026年11月19日', '2026年11月18日'])
    expect(list.find('.entry').text()).toContain('街道乙 改了扣分扣分：2 → 1理由：照片不清')
  })
  it('leaves out versions, ids and what did not change', () => {
    expect(changes({ state: 'open', version: 1, note: '' }, { state: 'fixed', version: 2, note: '', file_id: 'x', photos: [1] })).toEqual([{ field: 'state', before: 'open', after: 'fixed' }])
    expect(changes(null, { state: 'open' })).toEqual([])
  })
})

describe('the photos', () => {
  const photos = [{ id: 'a' }, { id: 'b' }]
  it('are enlarged, turned with the arrow keys, round and round, and closed with Escape', async () => {
    const strip = mountWith(PhotoStrip, { props: { photos, about: '楼道堆物' } })
    await strip.findAll('button')[1]!.trigger('click')
    const large = () => document.querySelector<HTMLImageElement>('dialog img')
    expect(large()!.src).toContain('/api/photos/b')
    expect(large()!.alt).toBe('楼道堆物 · 照片 2')
    const dialog = document.querySelector('dialog')!
    dialog.querySelector('figure')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    await strip.vm.$nextTick()
    expect(large()!.src).toContain('/api/photos/a')
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
    await strip.vm.$nextTick()
    expect(large()).toBeNull()
  })
})
