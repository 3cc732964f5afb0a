import { flushPromises } from '@vue/test-utils'
import { h } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/kernel/api'
import { mountWith } from '@/kernel/test_mount'
import ConfirmWithReason from './ConfirmWithReason.vue'
import FilterSentence from './FilterSentence.vue'
import FilterWord from './FilterWord.vue'
import FormErrors from './FormErrors.vue'
import FormField from './FormField.vue'

describe('a field', () => {
  it('ties label, help and error to its control', () => {
    const field = mountWith(FormField, { props: { name: 'deduct', label: '扣几分', help: '0.5一档', error: '改成0.5的倍数' }, slots: { default: (given: object) => h('input', given) } })
    const input = field.find('input')
    expect(field.find('label').attributes('for')).toBe(input.attributes('id'))
    expect(input.attributes('aria-invalid')).toBe('true')
    const told = input.attributes('aria-describedby')!.split(' ').map((id) => field.find(`#${id}`).text())
    expect(told).toEqual(['改成0.5的倍数', '0.5一档'])
  })
})

describe('the sum of errors', () => {
  it('leads to the field and takes the focus when it appears', async () => {
    const field = document.createElement('input')
    field.id = 'field-spot'
    document.body.append(field)
    const view = mountWith(FormErrors, { props: { errors: {} } })
    expect(view.find('[role=alert]').exists()).toBe(false)
    await view.setProps({ errors: { spot: '请写地点' } } as never)
    await flushPromises()
    expect(document.activeElement).toBe(view.find('[role=alert]').element)
    await view.find('a').trigger('click')
    expect(document.activeElement).toBe(field)
  })
  it('shows the words of a refusal that belongs to no field', () => {
    const problem = new ApiProblem(409, { detail_zh: '刚被别人改过，请刷新。', detail_en: '' })
    expect(mountWith(FormErrors, { props: { errors: {}, problem } }).text()).toContain('刚被别人改过，请刷新。')
  })
})

describe('asking for a reason', () => {
  const sheet = () => document.querySelector('dialog')!
  const sendForm = async () => { sheet().querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true })); await flushPromises() }
  const write = (words: string) => { const area = sheet().querySelector('textarea')!; area.value = words; area.dispatchEvent(new Event('input')) }
  it('does nothing without one, then acts with it and closes', async () => {
    const act = vi.fn(() => Promise.resolve())
    const view = mountWith(ConfirmWithReason, { props: { title: '撤下', actWord: '撤下', act } })
    await sendForm()
    expect(act).not.toHaveBeenCalled()
    expect(sheet().textContent).toContain('请写明理由。')
    write('  调离  ')
    await sendForm()
    expect(act).toHaveBeenCalledWith('调离')
    expect([view.emitted('done')?.length, view.emitted('close')?.length]).toEqual([1, 1])
  })
  it('stays open with the words of a refusal', async () => {
    const view = mountWith(ConfirmWithReason, { props: { title: '撤下', actWord: '撤下', act: () => Promise.reject(new ApiProblem(403, { detail_zh: '没有权限，请找管理员。' })) } })
    write('调离')
    await sendForm()
    expect(sheet().textContent).toContain('没有权限，请找管理员。')
    expect(view.emitted('close')).toBeUndefined()
  })
})

describe('a filter sentence', () => {
  it('reads as a sentence and gives each gap its control', async () => {
    const words = { street: () => h(FilterWord, { modelValue: '', label: '街道', options: [{ value: '', word: '所有街道' }, { value: 's1', word: '半山街道' }] }), stage: () => '已安置、', q: () => '苑' }
    const view = mountWith(FilterSentence, { props: { sentence: 'estates.filter', label: '筛选' }, slots: words })
    expect(view.find('p').text().replace(/\s/g, '')).toContain('显示所有街道')
    expect(view.find('p').text()).toContain('已安置、名字里有苑的小区')
    const word = view.findComponent(FilterWord)
    await word.find('select').setValue('s1')
    expect(word.emitted('update:modelValue')).toEqual([['s1']])
  })
})
