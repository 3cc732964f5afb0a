import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { account } from '@/kernel/session'
import { mountWith, reply, testRouter } from '@/kernel/test_mount'
import type { Account } from '@/kernel/types'
import SupervisionPage from './SupervisionPage.vue'

const estate = { id: 'e1', name: '桂花苑' }
const answers: Record<string, object[]> = {
  '/api/visits': [{ id: 'v1', estate, kind: 'mutual', planned_on: '2026-09-20', by_whom: '试街道', purpose: '看消防通道', state: 'planned', visited_on: null, observed: '', report: '', version: 3 }],
  '/api/model-cases': [{ id: 'c1', estate, title: '楼道公约', story: '每月评一次。', state: 'draft', version: 1 }],
  '/api/merits': [{ id: 'm1', estate, year: 2025, title: '先进小区', state: 'proposed', star: 4, own: true, version: 1 }, { id: 'm2', estate, year: 2025, title: '示范小区', state: 'proposed', star: 4, own: false, version: 1 }],
}
const sent = vi.fn()
async function page(rights: string[]) {
  account.value = { rights } as unknown as Account
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (init.method === 'POST') sent(path, JSON.parse(String(init.body)))
    return Promise.resolve(reply({ items: answers[path.split('?')[0]!] ?? [], next: null }))
  })
  const made = mountWith(SupervisionPage, { router: testRouter(['estate']) })
  await flushPromises()
  return made
}
afterEach(() => { vi.unstubAllGlobals(); account.value = null; sent.mockClear() })

describe('supervision and merits', () => {
  it('shows three lists, and to a reader no acts', async () => {
    const shown = await page(['evaluation.read'])
    for (const word of ['看消防通道', '楼道公约', '先进小区', '4 星']) expect(shown.text()).toContain(word)
    for (const word of ['登记走访', '安排走访', '提名', '公开', '确认']) expect(shown.findAll('button').map((one) => one.text())).not.toContain(word)
  })
  it('offers the proposer no confirmation of the own proposal', async () => {
    const shown = await page(['evaluation.read', 'rectification.assign', 'publish.results'])
    expect(shown.findAll('button').filter((one) => one.text() === '确认')).toHaveLength(1)
    expect(shown.text()).toContain('等别人确认')
  })
  it('publishes a case in the version that was seen', async () => {
    const shown = await page(['evaluation.read', 'publish.results'])
    await shown.findAll('button').find((one) => one.text() === '公开')!.trigger('click')
    await flushPromises()
    const sure = [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find((one) => one.textContent!.trim() === '公开')!
    sure.click()
    await flushPromises()
    expect(sent).toHaveBeenCalledWith('/api/model-cases/c1/publish', { version: 1 })
  })
  it('names every empty field before it asks the server', async () => {
    const shown = await page(['evaluation.read', 'rectification.assign'])
    await shown.findAll('button').find((one) => one.text() === '登记走访')!.trigger('click')
    await flushPromises()
    document.querySelector('dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(document.querySelector('dialog [role=alert]')!.textContent).toContain('请填写：走访日期')
    expect(sent).not.toHaveBeenCalled()
  })
})
