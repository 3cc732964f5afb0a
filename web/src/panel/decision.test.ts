import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FullFinding } from '@/finding/finding'
import { mountWith } from '@/kernel/test_mount'
import DecisionForm from './DecisionForm.vue'

const finding = { id: 'f1', source: 'third_party', state: 'submitted', deduct: '1.5', recorded_deduct: '1.5', version: 7, decided_at: null } as FullFinding
const rival = { ...finding, id: 'f2', source: 'department', reason: '同一处堆物' } as FullFinding
const form = (targets: FullFinding[] = [rival], allowed = ['0.5', '1', '1.5', '2']) => mountWith(DecisionForm, { props: { finding, allowed, targets } })
const choose = (view: ReturnType<typeof form>, value: string) => view.find(`input[value="${value}"]`).setValue(true)
function answers() {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', vi.fn(async (_: string, init: RequestInit) => { sent.push(JSON.parse(String(init.body))); return new Response('{}', { status: 200 }) }))
  return sent
}
afterEach(() => vi.unstubAllGlobals())

describe('a decision of the panel', () => {
  it('upholds without a reason', async () => {
    const sent = answers()
    const view = form()
    await choose(view, 'accept')
    await view.find('form').trigger('submit')
    await flushPromises()
    expect(sent).toEqual([{ decision: 'accept', reason: '', version: 7 }])
    expect(view.emitted('decided')).toHaveLength(1)
  })
  it('offers only smaller steps to lower to, and wants the reason', async () => {
    const sent = answers()
    const view = form()
    await choose(view, 'reduce')
    expect(view.findAll('.steps label').map((label) => label.text())).toEqual(['0.5', '1'])
    await view.find('form').trigger('submit')
    expect(sent).toEqual([])
    expect(view.find('[role=alert]').text()).toContain('请写明理由')
    await choose(view, '1')
    await view.find('textarea').setValue('面积量大了')
    await view.find('form').trigger('submit')
    await flushPromises()
    expect(sent).toEqual([{ decision: 'reduce', reason: '面积量大了', version: 7, deduct: '1' }])
  })
  it('cannot lower the smallest step, nor merge without the same fact', () => {
    const view = form([], ['1.5', '2'])
    expect(view.findAll('input[name=decision]').map((input) => input.attributes('value'))).toEqual(['accept', 'reject'])
  })
  it('shows the server’s refusal and keeps what was written', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify({ status: 403, code: 'own_finding', title: '这条扣分是您自己记的。', problems: [] }), { status: 403 })))
    const view = form()
    await choose(view, 'reject')
    await view.find('textarea').setValue('不属实')
    await view.find('form').trigger('submit')
    await flushPromises()
    expect(view.text()).toContain('这条扣分是您自己记的。')
    expect((view.find('textarea').element as HTMLTextAreaElement).value).toBe('不属实')
    expect(view.emitted('decided')).toBeUndefined()
  })
})
