import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { mountWith, reply, testRouter } from '@/kernel/test_mount'
import CasesPage from './CasesPage.vue'

const head = { id: 'c1', kind: { zh: '典型', en: 'Model case' }, title: '楼道长管楼道', street: '半山街道', estate: '桂花苑', photo: 'p1' }
const full = { ...head, fields: [{ field: 'done', title: { zh: '怎么做的', en: 'What was done' }, text: { zh: '每周看一次', en: '每周看一次' } }], photos: [{ id: 'p1' }] }
const asked: string[] = []
async function page(props: { id?: string }, answer: object) {
  asked.length = 0
  vi.stubGlobal('fetch', (path: string) => { asked.push(path); return Promise.resolve(reply(answer)) })
  const made = mountWith(CasesPage, { router: testRouter(['public_cases', 'public_case']), props })
  await flushPromises()
  return made
}
afterEach(() => vi.unstubAllGlobals())

it('the list names every public case with its estate and a small photo', async () => {
  const shown = await page({}, { items: [head, { ...head, id: 'c2', title: null, photo: null }], next: null })
  expect(shown.text()).toContain('楼道长管楼道')
  expect(shown.text()).toContain('半山街道 · 桂花苑')
  expect(shown.findAll('li')[1]!.text()).toContain('典型')
  expect(shown.findAll('img').map((one) => one.attributes('src'))).toEqual(['/api/public/cases/c1/photos/p1/thumbnail'])
})
it('says so when no case is public', async () => {
  expect((await page({}, { items: [], next: null })).text()).toContain('还没有公开的典型')
})
it('one case shows what the server makes public, and its photos through the case', async () => {
  const shown = await page({ id: 'c1' }, full)
  expect(asked).toEqual(['/api/public/cases/c1'])
  expect(shown.find('h1').text()).toBe('楼道长管楼道')
  expect(shown.text()).toContain('每周看一次')
  expect(shown.find('img').attributes()).toMatchObject({ src: '/api/public/cases/c1/photos/p1', alt: '楼道长管楼道 · 照片 1' })
})
