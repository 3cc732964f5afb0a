import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mountWith, reply } from '@/kernel/test_mount'
import JobProgress from './JobProgress.vue'

const job = (more: object) => ({ id: 'j1', kind: 'import', state: 'running', done: 0, total: 0, result: null, problem: null, ...more })
const fetched = vi.fn<typeof fetch>()
beforeEach(() => { vi.useFakeTimers(); vi.stubGlobal('fetch', fetched) })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); fetched.mockReset() })

describe('long work', () => {
  it('shows how much is done and how long still, and hands over the result at the end', async () => {
    fetched.mockResolvedValueOnce(reply(job({ done: 0, total: 400 }))).mockResolvedValueOnce(reply(job({ done: 100, total: 400 }))).mockResolvedValueOnce(reply(job({ state: 'done', done: 400, total: 400, result: { rows: 400 } })))
    const view = mountWith(JobProgress, { props: { jobId: 'j1', what: '导入', every: 1000 } })
    await flushPromises()
    await vi.advanceTimersByTimeAsync(1000)
    expect(view.text()).toContain('100 / 400')
    expect(view.text()).toContain('大约还要 3 秒')
    expect(view.find('progress').attributes('value')).toBe('100')
    await vi.advanceTimersByTimeAsync(1000)
    expect(view.emitted('done')).toEqual([[{ rows: 400 }]])
    expect(view.find('progress').exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(5000)
    expect(fetched).toHaveBeenCalledTimes(3)
  })
  it('goes on asking after the network was away, and stops when told to', async () => {
    fetched.mockRejectedValueOnce(new TypeError('away')).mockImplementation(async (path) => reply(String(path).endsWith('cancel') ? {} : job({ state: 'cancelled' })))
    const view = mountWith(JobProgress, { props: { jobId: 'j1', what: '导入' } })
    await flushPromises()
    expect(view.text()).toContain('连不上服务器')
    await view.find('button').trigger('click')
    await flushPromises()
    expect(fetched.mock.calls.map(([path]) => path)).toContain('/api/jobs/j1/cancel')
    expect(view.text()).toContain('已取消')
  })
  it('stops asking when the page is left', async () => {
    fetched.mockImplementation(async () => reply(job({})))
    const view = mountWith(JobProgress, { props: { jobId: 'j1', what: '导入' } })
    await flushPromises()
    view.unmount()
    await vi.advanceTimersByTimeAsync(5000)
    expect(fetched).toHaveBeenCalledOnce()
  })
})
