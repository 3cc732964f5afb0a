import { describe, expect, it } from 'vitest'
import type { Finding, Standard } from '@/kernel/types'
import { formOf, itemsOf, lackOf, neighbour, nextOpen, percentTyped, progressOf, withQueued, type Inspection, type Mark } from './inspection'

const item = (name: string, takes_measure = false) => ({ item: name, points: '5', title: name, place: '', checks: [], law: [], shown_by: [], may_not_apply: null, rule: { kind: 'steps', explain: null, takes_measure } })
const standard = {
  chapters: [
    { chapter: 'A', title: 'A', points: '10', groups: [{ group: 'A', title: 'A', points: '10', items: [item('A1', true)] }] },
    { chapter: 'C', title: 'C', points: '10', groups: [{ group: 'C1', title: 'C1', points: '10', items: [item('C1.1'), item('C1.2')] }, { group: 'C2', title: 'C2', points: '5', items: [item('C2.1')] }] },
  ],
} as unknown as Standard
const mark = (name: string, state: Mark['state'], more: Partial<Mark> = {}): Mark => ({ item: name, state, note: '', marked_by: null, confirmed_by: null, confirmed_at: null, findings: [], ...more })
const finding = (deduct: string) => ({ deduct }) as Finding

describe('the form of an inspection', () => {
  it('has the items of the inspection in the order of the standard and no empty groups', () => {
    const form = formOf(standard, { items: [mark('C1.2', 'fine'), mark('C1.1', 'unseen')], measures: [], source: 'third_party' })
    expect(itemsOf(form).map((one) => one.standard.item)).toEqual(['C1.1', 'C1.2'])
    expect(form.map(({ chapter }) => chapter.chapter)).toEqual(['C'])
  })

  it('shows a measured item although nobody marks it', () => {
    const form = formOf(standard, { items: [], measures: [{ item: 'A1', value: null, note: '' }], source: 'third_party' })
    expect(lackOf(itemsOf(form)[0]!)).toBe('measure')
  })

  it('needs a second person for an item that does not apply', () => {
    const items = itemsOf(formOf(standard, { items: [mark('C1.1', 'not_applicable'), mark('C1.2', 'not_applicable', { confirmed_by: 'x' })], measures: [], source: 'third_party' }))
    expect(items.map(lackOf)).toEqual(['confirmation', null])
  })

  it('asks no percentage and no second person of a self-check, and nothing of a department', () => {
    const sheet = { items: [mark('C1.1', 'not_applicable'), mark('C1.2', 'unseen')], measures: [{ item: 'A1', value: null, note: '' }] }
    expect(itemsOf(formOf(standard, { ...sheet, source: 'self_check' })).map(lackOf)).toEqual([null, null, 'unseen'])
    expect(itemsOf(formOf(standard, { ...sheet, source: 'department' })).map(lackOf)).toEqual([null, null, null])
  })

  it('adds up what was lost exactly and counts what was looked at', () => {
    const items = itemsOf(formOf(standard, { items: [mark('C1.1', 'deducted', { findings: [finding('0.1'), finding('0.2')] }), mark('C1.2', 'unseen'), mark('C2.1', 'not_applicable')], measures: [], source: 'third_party' }))
    const progress = progressOf(items)
    expect(progress).toMatchObject({ done: 2, total: 3, findings: 2, lost: '0.3' })
    expect(progress.missing.map(({ lack }) => lack)).toEqual(['unseen', 'confirmation'])
  })

  it('goes on to the next item not looked at, round to the beginning, and stops when there is none', () => {
    const items = itemsOf(formOf(standard, { items: [mark('C1.1', 'unseen'), mark('C1.2', 'fine'), mark('C2.1', 'fine')], measures: [], source: 'third_party' }))
    expect(nextOpen(items, 'C1.2')).toBe('C1.1')
    expect(nextOpen(items, 'C1.1')).toBeNull()
    expect(neighbour(items, 'C1.1', 1)).toBe('C1.2')
    expect(neighbour(items, 'C2.1', 1)).toBeNull()
  })
})

it('what is still on its way to the server stays on the screen', () => {
  const told = { items: [mark('C1.1', 'unseen'), mark('C1.2', 'unseen')], measures: [{ item: 'A1', value: null, note: '' }] } as unknown as Inspection
  const shown = withQueued(told, [{ key: 'item C1.2', body: { state: 'fine', note: '' } }, { key: 'measure A1', body: { value: '90', note: '' } }, { key: 'item gone', body: { state: 'fine' } }])
  expect(shown.items.map((one) => one.state)).toEqual(['unseen', 'fine'])
  expect(shown.measures[0]!.value).toBe('90')
})

describe('a percentage as typed', () => {
  it('is kept exactly, without a sign and without empty decimals', () => {
    expect(percentTyped(' 87.5% ')).toBe('87.5')
    expect(percentTyped('90.0000')).toBe('90')
    expect(percentTyped('100')).toBe('100')
  })
  it('is refused above 100, below 0, with five decimals or with words', () => {
    for (const text of ['100.1', '101', '-1', '1.23456', 'ninety', '']) expect(percentTyped(text)).toBeNull()
  })
})
