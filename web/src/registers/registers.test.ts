import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi, afterEach } from 'vitest'
import { mountWith, reply, testRouter } from '@/kernel/test_mount'
import type { Field, KindName } from '@/fields/field'
import { keepDraft, keptDraft } from './draft'
import { askedOf, columnsOf, filtersOf, isNarrowed, keptColumns, nextSort, queryOf, sortOf } from './list'
import { places } from './places'
import RecordFormPage from './RecordFormPage.vue'
import RecordClock from './RecordClock.vue'
import { fits, kindOfClock, minutesLeft, ordered, type Clock, type Register, type Summary } from './register'
import { forgetRegisters } from './useRegister'

const text = (word: string) => ({ zh: word, en: word })
const field = (name: string, kind: KindName, more: Partial<Field> = {}): Field => ({ field: name, kind, title: text(name), help: null, required: false, unique: false, search: false, sensitive: false, default: null, shown_when: null, ...more })
const register: Register = {
  register: 'lift', title: text('电梯台账'), record: text('电梯'), about: text('一部一条'), at: 'estate', group: 'lifts', items: [], place: '', name: 'number',
  sections: [{ title: text('基本'), fields: [field('number', 'text', { required: true }), field('status', 'choice', { choices: [{ choice: 'in_use', title: text('在用') }, { choice: 'stopped', title: text('停用') }] }), field('due', 'date'), field('stopped_on', 'date', { required: true, shown_when: { field: 'status', is: ['stopped'] } }), field('manager', 'text', { sensitive: true }), field('rooms', 'rows', { fields: [] })] }],
  list: ['number', 'status', 'due'], checks: [], may_write: true, may_unmask: true, process: 'p', states: [{ state: 'found', title: text('已发现'), end: false }], label: true, retention: null, watches: [],
}

describe('what a list asks for', () => {
  it('is what the address says, without what the register does not have', () => {
    const query = { 'f.status': 'in_use', 'f.due': '..2026-01-01', 'f.rooms': '019a', 'f.colour': 'red', search: '3幢', state: 'found,lost', sort: '-due', deleted: '1', place: 'e1' }
    expect(filtersOf(query, register)).toEqual({ status: 'in_use', due: '..2026-01-01' })
    expect(askedOf(query, register)).toEqual({ 'f.status': 'in_use', 'f.due': '..2026-01-01', search: '3幢', state: 'found', sort: '-due', deleted: '1', place: 'e1' })
    expect(askedOf({ deleted: '1' }, { ...register, may_write: false })).toEqual({})
  })
  it('is ordered only by what can be ordered', () => {
    expect(sortOf({ sort: '-changed_at' }, register)).toBe('-changed_at')
    expect(sortOf({ sort: 'manager' }, register)).toBe('')
    expect(sortOf({ sort: 'rooms' }, register)).toBe('')
    expect(['', 'due', '-due', 'other'].map((sort) => nextSort(sort, 'due'))).toEqual(['due', '-due', '', 'due'])
  })
  it('knows whether anything narrows it', () => {
    expect(isNarrowed({ sort: 'due', deleted: '1' })).toBe(false)
    expect(isNarrowed({ 'f.due': '..2026-01-01' })).toBe(true)
  })
  it('shows the columns of the declaration, or those chosen in their order', () => {
    expect(columnsOf({}, register)).toEqual(['number', 'status', 'due', 'place', 'state'])
    expect(columnsOf({ columns: 'changed_at,due,secret' }, register)).toEqual(['due', 'changed_at'])
    expect(columnsOf({}, { ...register, states: [] })).not.toContain('state')
  })
  it('keeps with a filter only the fields among the columns, and nothing where they are as at first', () => {
    expect(keptColumns(columnsOf({}, register), register)).toBeNull()
    expect(keptColumns(['due', 'place', 'changed_at'], register)).toEqual(['due'])
    expect(columnsOf(queryOf({ search: 'x' }, ['due']), register)).toEqual(['due', 'place', 'state'])
    expect(queryOf({ search: 'x' }, null)).toEqual({ search: 'x' })
  })
})

describe('registers and their clocks', () => {
  it('are found by every word of title, text, item or place', () => {
    const one: Summary = { register: 'lift', title: { zh: '电梯台账', en: 'Lifts' }, about: text('谁维保'), items: ['D4.2.1'], place: '附件1', records: 1, may_write: true }
    for (const typed of ['电梯', 'lifts', 'd4.2', '电梯 维保', '']) expect(fits(one, typed, (said) => (said as { zh: string }).zh), typed).toBe(true)
    expect(fits(one, '电梯 消防', (said) => (said as { zh: string }).zh)).toBe(false)
  })
  const clock = (state: Clock['state'], due: string | null, left: number | null): Clock => ({ clock: state, title: text(state), started_at: null, due, state, days_left: left, text: text(state) })
  it('stand missed first, then the nearest, then what is over', () => {
    expect(ordered([clock('met', '2026-01-01', null), clock('running', '2026-03-01', 9), clock('running', '2026-02-01', 2), clock('missed', '2026-01-05', -3)]).map((one) => one.due)).toEqual(['2026-01-05', '2026-02-01', '2026-03-01', '2026-01-01'])
  })
  it('are amber when near or in hours, red when missed or late', () => {
    expect([clock('running', 'x', 3), clock('running', 'x', 2), clock('running', 'x', null), clock('missed', 'x', -1), clock('late', 'x', null), clock('met', 'x', null), clock('unknown', null, null)].map(kindOfClock)).toEqual(['quiet', 'warning', 'warning', 'fault', 'fault', 'good', 'quiet'])
  })
})

describe('places to choose from', () => {
  const all = [['d', 'district', null], ['e', 'estate', 's'], ['s', 'street', 'd']].map(([id, kind, parent]) => ({ id: id!, kind: kind as 'estate', code: id!, name: `${id}名`, parent_id: parent ?? null, stage: null, households: null }))
  it('go from the district down and say what they lie in', () => {
    expect(places(all).map((one) => [one.id, one.above])).toEqual([['d', ''], ['s', ''], ['e', 's名']])
    expect(places(all, 'estate').map((one) => one.id)).toEqual(['e'])
  })
})

describe('the form of a record', () => {
  afterEach(() => { vi.unstubAllGlobals(); sessionStorage.clear(); forgetRegisters() })
  const answers = (post: (body: { fields: object; place_id: string }) => Response) => vi.fn(async (path: string, init: RequestInit) => {
    if (path.startsWith('/api/places')) return reply({ items: [{ id: 'e1', kind: 'estate', code: 'E1', name: '甲小区', parent_id: null, stage: 'settled', households: 1 }], next: null })
    if (path === '/api/registers/lift') return reply(register)
    return post(JSON.parse(String(init.body)))
  })
  it('says which required fields are empty before it asks the server, and puts refusals at their fields', async () => {
    const sent: object[] = []
    vi.stubGlobal('fetch', answers((body) => { sent.push(body); return reply({ code: 'fields_wrong', detail_zh: '有内容不正确', errors: [{ field: 'number', zh: '这个编号已经有了。', en: '' }] }, 422) }))
    const page = mountWith(RecordFormPage, { props: { register: 'lift' }, router: testRouter(['registers', 'register', 'record']) })
    await flushPromises()
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.find('#field-number-error').text()).toContain('请填写“number”')
    expect(sent).toEqual([])
    await page.find('#field-number').setValue('1-1-1')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent).toEqual([{ place_id: 'e1', fields: { number: '1-1-1', status: null, due: null, manager: null, rooms: null } }])
    expect(page.find('#field-number-error').text()).toContain('这个编号已经有了')
    expect(page.find('[role=alert]').text()).toContain('number：这个编号已经有了')
  })
  it('shows a field only while its condition holds, and keeps what was typed but nothing sensitive', async () => {
    vi.stubGlobal('fetch', answers(() => reply({ id: 'r1' }, 201)))
    const page = mountWith(RecordFormPage, { props: { register: 'lift' }, router: testRouter(['registers', 'register', 'record']) })
    await flushPromises()
    expect(page.find('#field-stopped_on').exists()).toBe(false)
    await page.find('input[value=stopped]').setValue()
    expect(page.find('#field-stopped_on').exists()).toBe(true)
    await page.find('#field-manager').setValue('演示甲')
    await flushPromises()
    expect(keptDraft('lift')?.values.status).toBe('stopped')
    expect(sessionStorage.getItem('anju.draft.record.lift')).not.toContain('演示甲')
  })
})

describe('a draft', () => {
  it('is kept only when something was typed', () => {
    keepDraft('x', 'e1', { a: '1' }, { a: '' })
    expect(keptDraft('x')).toEqual({ place: 'e1', values: { a: '1' } })
    keepDraft('x', 'e1', { a: '' }, { a: '' })
    expect(keptDraft('x')).toBeNull()
  })
})

describe('a clock in hours or minutes', () => {
  const rescue: Clock = { clock: 'arrive', title: text('30分钟内赶到'), started_at: null, due: '2026-11-24', due_at: '2026-11-24T10:30:00+08:00', exact: true, state: 'running', days_left: null, text: text('还剩 25 分钟') }
  const at = (moment: string) => Date.parse(`2026-11-24T${moment}+08:00`)
  afterEach(() => vi.useRealTimers())
  it('tells minutes in the last two hours and for two hours afterwards', () => {
    expect(minutesLeft(rescue, at('10:05:30'))).toBe(25)
    expect(minutesLeft(rescue, at('10:30:00'))).toBe(0)
    expect(minutesLeft(rescue, at('10:30:10'))).toBe(-1)
    expect(minutesLeft(rescue, at('08:00:00'))).toBeNull()
    expect(minutesLeft({ ...rescue, exact: false }, at('10:05:00'))).toBeNull()
    expect(minutesLeft({ ...rescue, state: 'met' }, at('10:05:00'))).toBeNull()
  })
  it('shows the time of day, counts down by itself and turns red when it runs out', async () => {
    vi.useFakeTimers({ now: at('10:28:30') })
    const page = mountWith(RecordClock, { props: { clock: rescue } })
    expect(page.text()).toContain('还有 2 分钟')
    expect(page.text()).toContain('2026年11月24日 10:30 到期')
    await vi.advanceTimersByTimeAsync(100_000)
    expect(page.text()).toContain('已超过 1 分钟')
    expect(page.find('.clock').classes()).toContain('fault')
    page.unmount()
  })
  it('one in days keeps the words of the server and the day alone', () => {
    const page = mountWith(RecordClock, { props: { clock: { ...rescue, exact: false, text: text('还剩 2 个工作日') } } })
    expect(page.text()).toContain('还剩 2 个工作日')
    expect(page.text()).toContain('2026年11月24日 到期')
  })
})
