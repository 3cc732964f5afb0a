import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { account } from '@/kernel/session'
import { mountWith, reply, testRouter } from '@/kernel/test_mount'
import type { Account } from '@/kernel/types'
import MeritPage from './MeritPage.vue'

const estate = { id: 'e1', name: '桂花苑' }
const merits = [{ id: 'm1', estate, year: 2025, title: '先进小区', state: 'proposed', star: 4, own: true, version: 1 }, { id: 'm2', estate, year: 2025, title: '示范小区', state: 'proposed', star: 4, own: false, version: 1 }]
const sent = vi.fn()
async function page(rights: string[]) {
  account.value = { rights } as unknown as Account
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (init.method === 'POST') sent(path, JSON.parse(String(init.body)))
    return Promise.resolve(reply({ items: path.startsWith('/api/merits') ? merits : [], next: null }))
  })
  const made = mountWith(MeritPage, { router: testRouter(['estate']) })
  await flushPromises()
  return made
}
const button = (words: string) => [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find((one) => one.textContent!.trim() === words)!
afterEach(() => { vi.unstubAllGlobals(); account.value = null; sent.mockClear() })

describe('merits', () => {
  it('are shown to a reader without any act', async () => {
    const shown = await page(['evaluation.read'])
    for (const word of ['先进小区', '示范小区', '4 星']) expect(shown.text()).toContain(word)
    for (const word of ['提名', '确认']) expect(shown.findAll('button').map((one) => one.text())).not.toContain(word)
  })
  it('offer the proposer no confirmation of the own proposal', async () => {
    const shown = await page(['evaluation.read', 'rectification.assign', 'publish.results'])
    expect(shown.findAll('button').filter((one) => one.text() === '确认')).toHaveLength(1)
    expect(shown.text()).toContain('等别人确认')
  })
  it('are confirmed in the version that was seen', async () => {
    const shown = await page(['evaluation.read', 'publish.results'])
    await shown.findAll('button').find((one) => one.text() === '确认')!.trigger('click')
    await flushPromises()
    button('确认').click()
    await flushPromises()
    expect(sent).toHaveBeenCalledWith('/api/merits/m2/confirm', { version: 1 })
  })
  it('name every empty field before the server is asked', async () => {
    const shown = await page(['evaluation.read', 'rectification.assign'])
    await shown.findAll('button').find((one) => one.text() === '提名')!.trigger('click')
    await flushPromises()
    document.querySelector('dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(document.querySelector('dialog [role=alert]')!.textContent).toContain('请填写：小区')
    expect(sent).not.toHaveBeenCalled()
  })
})
