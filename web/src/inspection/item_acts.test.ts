import { describe, expect, it } from 'vitest'
import { account } from '@/kernel/session'
import { mountWith } from '@/kernel/test_mount'
import type { FormItem, Mark } from './inspection'
import ItemActs from './ItemActs.vue'

const item = (state: Mark['state'], more: Partial<Mark> = {}, may_not_apply: unknown = { zh: '没有车库', en: 'no garage' }) =>
  ({ standard: { item: 'C1.1', may_not_apply }, mark: { item: 'C1.1', state, note: '', marked_by: null, confirmed_by: null, findings: [], ...more }, measured: false, measure: null, source: 'third_party' }) as unknown as FormItem
const acts = (shown: FormItem, more: object = {}) => mountWith(ItemActs, { props: { item: shown, editable: true, mayConfirm: false, previous: null, next: 'C1.2', ...more } })
const words = (view: ReturnType<typeof acts>) => view.findAll('.foot > .row:first-child button').map((button) => button.text())

describe('the acts on an item', () => {
  it('are to pass, to deduct or to leave out while nobody has looked', () => {
    expect(words(acts(item('unseen')))).toEqual(['没有问题', '扣分', '不适用'])
    expect(words(acts(item('unseen', {}, null)))).toEqual(['没有问题', '扣分'])
  })
  it('only add deductions once there is one; its findings must go first', () => {
    expect(words(acts(item('deducted')))).toEqual(['扣分'])
  })
  it('are none when the sheet is handed in, apart from turning the pages', () => {
    expect(acts(item('fine'), { editable: false }).findAll('button').map((button) => button.text())).toEqual(['‹ 上一条', '下一条 ›'])
  })
  it('let a second person confirm what somebody else left out, never one’s own', () => {
    account.value = { id: '1', name: 'a', display_name: '评估丙', must_change_password: false, rights: [], roles: [] }
    const confirm = { editable: false, mayConfirm: true }
    expect(words(acts(item('not_applicable', { marked_by: '复核丁' }), confirm))).toEqual(['我确认不适用'])
    expect(acts(item('not_applicable', { marked_by: '评估丙' }), confirm).text()).not.toContain('我确认不适用')
    expect(acts(item('not_applicable', { marked_by: '复核丁', confirmed_by: '戊' }), confirm).text()).not.toContain('我确认不适用')
  })
})
