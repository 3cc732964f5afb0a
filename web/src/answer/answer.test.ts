// The whole page against a stubbed server.
import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import AnswerApp from './AnswerApp.vue'
import { speak } from './words'

enableAutoUnmount(afterEach)
const opened = {
  estate: { name: '样例苑' }, title: { zh: '居民满意度调查', en: 'Survey' }, until: '2099-12-01', letter_note: '', answered: false, no_answer: { zh: '不了解', en: 'Don’t know' },
  levels: [5, 4, 3, 2, 1].map((level) => ({ level, title: { zh: `第${level}档`, en: `Level ${level}` } })),
  questions: ['overall', 'safety'].map((question) => ({ question, theme: question, text: { zh: `问${question}`, en: question } })),
}
type Answer = () => Promise<Response>
const reply = (body: object, status = 200): Answer => () => Promise.resolve(new Response(JSON.stringify(body), { status }))
const broken: Answer = () => Promise.reject(new TypeError('no network'))
let asked: { path: string; body: unknown; init: RequestInit }[] = []
function server(...answers: Answer[]): void {
  asked = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => { asked.push({ path, init, body: JSON.parse(String(init.body)) }); return (answers.shift() ?? broken)() })
}
const settle = async () => { for (let turn = 0; turn < 20; turn++) { await Promise.resolve(); await nextTick() } }
async function openAt(address: string): Promise<VueWrapper> {
  window.history.replaceState(null, '', address)
  const page = mount(AnswerApp, { attachTo: document.body })
  await settle()
  return page
}
const press = async (page: VueWrapper, words: string) => {
  const button = page.findAll('button').find((one) => one.text().includes(words))
  expect(button, `${words} in ${page.text()}`).toBeDefined()
  await button!.trigger('click')
  await settle()
}
async function answer(page: VueWrapper, words: string) {
  await vi.advanceTimersByTimeAsync(400)
  await press(page, words)
  await vi.advanceTimersByTimeAsync(300)
  await settle()
}
beforeEach(() => { vi.useFakeTimers({ now: new Date('2026-11-24T04:00:00Z') }); localStorage.clear(); speak('zh'); window.scrollTo = () => undefined })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

describe('the answer page', () => {
  it('takes the code out of the address, asks for the survey without cookies, and never puts the code into a URL', async () => {
    server(reply(opened))
    const page = await openAt('/answer#ABCDE-FGHJK')
    expect(window.location.href).not.toContain('ABCDE')
    expect(asked).toMatchObject([{ path: '/api/public/survey/open', body: { code: 'ABCDEFGHJK' }, init: { credentials: 'omit' } }])
    expect(page.get('h1').text()).toBe('样例苑的居民，您好！')
  })
  it('leads from question to question to the receipt, and erases what the phone kept', async () => {
    server(reply(opened), reply({ receipt: 'K7M29XQ4', counted: true }, 201))
    const page = await openAt('/answer#ABCDEFGHJK')
    await press(page, '开始答题')
    expect(page.text()).toContain('第 1 题，共 2 题')
    await answer(page, '第5档')
    expect(localStorage.getItem('anju.answer.ABCDEFGHJK')).toContain('"overall":5')
    await answer(page, '不了解')
    await press(page, '发出')
    expect(asked[1]).toMatchObject({ path: '/api/public/survey/answer', body: { code: 'ABCDEFGHJK', answers: { overall: 5, safety: 0 } } })
    expect(page.text()).toContain('K7M2-9XQ4')
    expect(Object.keys(localStorage)).toEqual(['anju.language'])
  })
  it('does not take a trembling second press for an answer to the next question', async () => {
    server(reply(opened))
    const page = await openAt('/answer#ABCDEFGHJK')
    await press(page, '开始答题')
    await answer(page, '第4档')
    await press(page, '第4档')
    await vi.advanceTimersByTimeAsync(200)
    await settle()
    expect(page.text()).toContain('第 2 题，共 2 题')
  })
  it('takes up the draft again where it stopped, also after a reload without the code', async () => {
    server(reply(opened), reply(opened))
    const first = await openAt('/answer#ABCDEFGHJK')
    await press(first, '开始答题')
    await answer(first, '第2档')
    first.unmount()
    const page = await openAt('/answer')
    expect(page.text()).toContain('样例苑：已答 1 题')
    await press(page, '接着答')
    await press(page, '接着答，从第 2 题')
    expect(page.text()).toContain('第 2 题，共 2 题')
  })
  it('keeps a finished answer without network and sends it by itself when the network is back', async () => {
    server(reply(opened), broken, reply(opened), reply({ receipt: 'K7M29XQ4', counted: true }, 201))
    const page = await openAt('/answer#ABCDEFGHJK')
    await press(page, '开始答题')
    await answer(page, '第5档')
    await answer(page, '第5档')
    await press(page, '发出')
    expect(page.text()).toContain('没有网络，还没有发出')
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(asked.map((one) => one.path.split('/').pop())).toEqual(['open', 'answer', 'open', 'answer'])
    expect(page.text()).toContain('K7M2-9XQ4')
  })
  it('does not send twice what had arrived although the network broke off', async () => {
    server(reply(opened), broken, reply({ ...opened, answered: true }))
    const page = await openAt('/answer#ABCDEFGHJK')
    await press(page, '开始答题')
    await answer(page, '第5档')
    await answer(page, '第5档')
    await press(page, '发出')
    await press(page, '再发一次')
    expect(asked).toHaveLength(3)
    expect(page.text()).toContain('您的回答已经收到')
  })
  it('tells kindly that the home has answered, lets it answer once more, and says that it is not counted twice', async () => {
    server(reply({ ...opened, answered: true }), reply({ receipt: 'K7M29XQ4', counted: false }, 201))
    const page = await openAt('/answer#ABCDEFGHJK')
    expect(page.get('h1').text()).toBe('您家已经有人答过了')
    await press(page, '再答一份')
    await answer(page, '第1档')
    await answer(page, '第1档')
    await press(page, '发出')
    expect(page.text()).toContain('这一份单独存放，不重复计算')
  })
  it('says which character is wrong before anything is sent, and what to look at when the code is unknown', async () => {
    server(reply({ code: 'unknown_code', detail_zh: '没有这个验证码。' }, 404))
    const page = await openAt('/answer')
    await page.get('input').setValue('ABCUE-FGHJK')
    expect(page.text()).toContain('第 4 位“U”不对')
    await press(page, '开始')
    expect(asked).toHaveLength(0)
    await page.get('input').setValue('abcde fghjk')
    await page.get('form').trigger('submit')
    await settle()
    expect(page.text()).toContain('圆的都是数字 0')
  })
  it('says so when the survey is over, and forgets the draft', async () => {
    server(reply(opened), reply({ code: 'survey_over', detail_zh: '调查已于 11 月 20 日结束。' }, 410))
    const first = await openAt('/answer#ABCDEFGHJK')
    first.unmount()
    const page = await openAt('/answer#ABCDEFGHJK')
    expect(page.text()).toContain('调查已于 11 月 20 日结束。')
    expect(Object.keys(localStorage)).toEqual(['anju.language'])
  })
})
