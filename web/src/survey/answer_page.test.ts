import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountWith, reply, testRouter } from '@/kernel/test_mount'
import AnswerPage from './AnswerPage.vue'

const survey = { id: 's1', evaluation_id: 'v1', state: 'fieldwork', estate: { id: 'e1', name: '桂花苑', code: 'G1' }, may: { fieldwork: true }, strata: [] }
const levels = [5, 4, 3, 2, 1].map((level) => ({ level, title: `级${level}`, counts: level > 3 }))
const questionnaire = { levels, no_answer: '不了解', themes: [{ theme: 'all', title: '总的' }], questions: [{ question: 'overall', theme: 'all', text: '总的满意吗？', figure: true }, { question: 'staff', theme: 'all', text: '服务满意吗？', figure: false }], channels: ['web', 'visit'], outcomes: [] }
const row = (position: number, more = {}) => ({ position, dwelling: { address: `${position}幢101室` }, state: 'open', also_answered: 0, replaced_by: null, version: 1, ...more })
const sent = vi.fn()
let seventh: object = row(7)
let broken = false
async function page(position = '7') {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (init.method === 'POST') {
      if (broken) return Promise.reject(new TypeError('lost'))
      sent(path, JSON.parse(String(init.body)), init.headers)
      return Promise.resolve(reply({ receipt: 'K7M2Q9XD', counted: true }))
    }
    if (path.startsWith('/api/survey-questionnaire')) return Promise.resolve(reply(questionnaire))
    if (path.includes('/board')) return Promise.resolve(reply(path.includes('after=') ? { items: [seventh], next: null } : { items: [row(1)], next: 'x' }))
    return Promise.resolve(reply(survey))
  })
  const made = mountWith(AnswerPage, { props: { survey: 's1', position }, router: testRouter(['surveys', 'survey_field']) })
  await flushPromises()
  return made
}
async function fill(shown: Awaited<ReturnType<typeof page>>) {
  await shown.find('input[value=visit]').setValue()
  await shown.findAll('fieldset')[0]!.trigger('keydown', { key: '5' })
  await shown.findAll('fieldset')[1]!.trigger('keydown', { key: '0' })
}
const handIn = async (shown: Awaited<ReturnType<typeof page>>) => { await shown.find('form').trigger('submit'); await flushPromises() }
afterEach(() => { vi.unstubAllGlobals(); sent.mockClear(); sessionStorage.clear(); seventh = row(7); broken = false })

describe('an interviewer enters answers', () => {
  it('finds the dwelling on a later page of the board', async () => {
    expect((await page()).find('h1').text()).toBe('7幢101室')
  })
  it('names every unanswered question before it asks the server', async () => {
    const shown = await page()
    await handIn(shown)
    expect(shown.find('[role=alert]').text()).toContain('第 2 题还没有选。')
    expect(sent).not.toHaveBeenCalled()
  })
  it('takes digits, sends once, and shows the receipt', async () => {
    const shown = await page()
    await fill(shown)
    await handIn(shown)
    expect(sent).toHaveBeenCalledTimes(1)
    expect(sent.mock.calls[0]!.slice(0, 2)).toEqual(['/api/surveys/s1/dwellings/7/answer', { channel: 'visit', answers: { overall: 5, staff: 0 } }])
    expect(shown.find('.received').text()).toContain('K7M2Q9XD')
  })
  it('sends no key for repeating, which would leave a print of the answers beside the address', async () => {
    const shown = await page()
    await fill(shown)
    await handIn(shown)
    expect(Object.keys(sent.mock.calls[0]![2] as object)).not.toContain('Idempotency-Key')
  })
  it('looks after a lost connection whether the answers had come through, instead of sending them twice', async () => {
    const shown = await page()
    await fill(shown)
    broken = true
    await handIn(shown)
    expect(shown.find('[role=alert]').text()).toContain('连不上服务器')
    broken = false
    seventh = row(7, { state: 'answered' })
    await handIn(shown)
    expect(sent).not.toHaveBeenCalled()
    expect(shown.find('.received').text()).toContain('答卷已经收到')
  })
  it('sends them again when they had not', async () => {
    const shown = await page()
    await fill(shown)
    broken = true
    await handIn(shown)
    broken = false
    await handIn(shown)
    expect(sent).toHaveBeenCalledTimes(1)
  })
  it('takes nothing for a reserve that was not called', async () => {
    seventh = row(7, { state: 'waiting' })
    const shown = await page()
    expect(shown.text()).toContain('这户现在不收答卷')
    expect(shown.find('form').exists()).toBe(false)
  })
})
