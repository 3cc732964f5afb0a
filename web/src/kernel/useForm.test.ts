import { nextTick } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from './api'
import { useForm } from './useForm'

beforeEach(() => sessionStorage.clear())

describe('a form', () => {
  it('does not send what its own check refuses', async () => {
    const form = useForm({ why: '' })
    const sendIt = vi.fn()
    expect(await form.submit(sendIt, () => ({ why: '请写明理由。' }))).toBe(false)
    expect(sendIt).not.toHaveBeenCalled()
    expect(form.errors.value.why).toBe('请写明理由。')
  })
  it('shows the errors of the server beside the fields until it goes through', async () => {
    const form = useForm({ name: 'x' })
    const refused = new ApiProblem(422, { errors: [{ field: 'name', zh: '重名', en: 'taken' }] })
    expect(await form.submit(() => Promise.reject(refused))).toBe(false)
    expect(form.errors.value.name).toBe('重名')
    expect(await form.submit(() => Promise.resolve())).toBe(true)
    expect(form.errors.value).toEqual({})
  })
  it('keeps a draft until it is saved', async () => {
    const form = useForm({ reason: '' }, { draft: 'finding-1' })
    form.values.reason = '楼道堆物'
    await nextTick()
    const again = useForm({ reason: '' }, { draft: 'finding-1' })
    expect([again.values.reason, again.restored.value]).toEqual(['楼道堆物', true])
    await again.submit(() => Promise.resolve())
    expect(useForm({ reason: '' }, { draft: 'finding-1' }).values.reason).toBe('')
  })
  it('is sent once, however often the button is pressed', async () => {
    const form = useForm({})
    const sendIt = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 5)))
    await Promise.all([form.submit(sendIt), form.submit(sendIt)])
    expect(sendIt).toHaveBeenCalledOnce()
  })
})
