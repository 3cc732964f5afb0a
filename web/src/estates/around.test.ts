import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { mountWith, reply } from '@/kernel/test_mount'
import type { Estate } from '@/kernel/types'
import { directionOf, marks, markOf, middleOf, offset, placed, shapes, type Around, type MapPoint } from './around'
import EstateMap from './EstateMap.vue'

const text = (word: string) => ({ zh: word, en: word })
const point = (name: string, latitude: string, longitude: string, more: Partial<MapPoint> = {}): MapPoint => ({ id: name, register: 'shop', name, kind: null, latitude, longitude, middle: false, ...more })
const gate = { latitude: 30.33, longitude: 120.15 }

describe('metres from degrees', () => {
  it('are those of the ellipsoid at that latitude', () => {
    // Lengths of a degree at 30° on WGS-84 after the series of the geodesists: 110,852 m north, 96,486 m east.
    expect(offset({ latitude: 29.995, longitude: 120 }, { latitude: 30.005, longitude: 120 }).north).toBeCloseTo(1108.52, 1)
    expect(offset({ latitude: 30, longitude: 120 }, { latitude: 30, longitude: 120.01 }).east).toBeCloseTo(964.86, 1)
    expect(offset(gate, gate)).toEqual({ east: 0, north: 0 })
  })
  it('say in which direction something lies', () => {
    expect([[0, 1], [1, 1], [1, 0], [1, -1], [0, -1], [-1, -1], [-1, 0], [-1, 1], [0.1, 1]].map(([east, north]) => directionOf({ east: east!, north: north! }))).toEqual(['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw', 'n'])
  })
})

describe('the middle', () => {
  it('is the main gate, without one the centre of the points', () => {
    const points = [point('a', '30.330000', '120.150000'), point('b', '30.332000', '120.154000')]
    const centre = middleOf(points)!
    expect(centre.gate).toBeNull()
    expect(centre.latitude).toBeCloseTo(30.331, 9)
    expect(centre.longitude).toBeCloseTo(120.152, 9)
    expect(middleOf([...points, point('门', '30.330000', '120.150000', { middle: true })])).toEqual({ ...gate, gate: '门' })
    expect(middleOf([])).toBeNull()
  })
  it('orders what lies around by distance', () => {
    expect(placed([point('far', '30.340000', '120.150000'), point('near', '30.331000', '120.150000')], gate).map((one) => [one.name, one.distance])).toEqual([['near', 111], ['far', 1109]])
  })
})

describe('marks', () => {
  it('stand where the points lie when there is room', () => {
    expect(marks([{ east: 500, north: 0 }, { east: 0, north: 800 }], 1000, 400, 20).map(({ x, y, moved }) => [x, y, moved])).toEqual([[300, 200, false], [200, 40, false]])
  })
  it('do not cover each other, not even in one spot', () => {
    const all = marks(Array.from({ length: 8 }, () => ({ east: 10, north: 10 })), 1200, 480, 24)
    for (let i = 0; i < all.length; i++) for (let j = 0; j < i; j++) expect(Math.hypot(all[i]!.x - all[j]!.x, all[i]!.y - all[j]!.y), `${i} ${j}`).toBeGreaterThan(20)
  })
  it('differ in shape, colour and letter for each of seven registers', () => {
    const seven = shapes.map((_, i) => markOf(i))
    for (const side of ['shape', 'colour', 'letter'] as const) expect(new Set(seven.map((one) => one[side])).size).toBe(7)
  })
})

describe('the page of services around an estate', () => {
  afterEach(() => vi.unstubAllGlobals())
  const around: Around = {
    estate: { id: 'e1', name: '甲小区' }, more: false,
    registers: [{ register: 'shop', title: text('服务点台账'), record: text('服务点'), at: 'estate', kinds: [{ choice: 'bank', title: text('银行') }] }, { register: 'gate', title: text('门禁台账'), record: text('门'), at: 'estate', kinds: [] }],
    points: [point('银行甲', '30.333000', '120.150000', { kind: { choice: 'bank', title: text('银行') } }), point('远处', '30.360000', '120.150000'), point('北门', '30.330000', '120.150000', { register: 'gate', middle: true })],
  }
  const shown = async (answer: Around) => {
    vi.stubGlobal('fetch', vi.fn(async () => reply(answer)))
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/records/:record', name: 'record', component: { template: '<i />' } }, { path: '/:rest(.*)*', name: 'any', component: { template: '<i />' } }] })
    const page = mountWith(EstateMap, { props: { estate: { id: 'e1' } as Estate }, router })
    await flushPromises()
    return page
  }
  it('draws what is near, lists everything by distance, and opens the records', async () => {
    const page = await shown(around)
    expect(page.findAll('ol li').map((one) => one.text().replace(/\s+/g, ' '))).toEqual([expect.stringContaining('北门'), expect.stringContaining('北 333 米'), expect.stringContaining('3,326 米')])
    expect(page.findAll('svg[role=group] a').map((one) => one.attributes('aria-label'))).toEqual([expect.stringContaining('北门'), '银行甲 · 银行 · 北 333 米'])
    expect(page.find('svg[role=group] a').attributes('href')).toBe(`/records/${encodeURIComponent('北门')}`)
    expect(page.text()).toContain('从主出入口（北门）量起')
    expect(page.text()).toContain('直线距离，步行以实际为准')
  })
  it('is narrowed to a register and a kind', async () => {
    const page = await shown(around)
    await page.findAll('select')[0]!.setValue('shop')
    await flushPromises()
    expect(page.findAll('ol li')).toHaveLength(2)
    await page.findAll('select')[1]!.setValue('bank')
    await flushPromises()
    expect(page.findAll('ol li').map((one) => one.find('a').text())).toEqual(['银行甲'])
  })
  it('says what to do when nothing has a point', async () => {
    expect((await shown({ ...around, points: [] })).text()).toContain('地图上的位置')
  })
})
