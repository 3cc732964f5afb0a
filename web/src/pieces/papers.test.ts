import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forget } from '@/kernel/session'
import { mountWith } from '@/kernel/test_mount'
import { rememberPapers } from './papers'
import PhotoPicker from './PhotoPicker.vue'

class Sent {
  static all: Sent[] = []
  headers: Record<string, string> = {}
  upload: { onprogress?: (event: unknown) => void } = {}
  onload = () => undefined as void
  status = 201
  responseText = ''
  target = ''
  bytes: Blob | null = null
  open(_: string, target: string) { this.target = target }
  setRequestHeader(name: string, value: string) { this.headers[name] = value }
  abort() { /* nothing is under way here */ }
  send(bytes: Blob) { this.bytes = bytes; Sent.all.push(this) }
  answer(body: object, status = 201) { this.status = status; this.responseText = JSON.stringify(body); this.onload() }
}
const pdf = (bytes = 4, name = '合同.pdf') => new File([new Uint8Array(bytes)], name, { type: 'application/pdf' })

beforeEach(() => {
  Sent.all = []
  sessionStorage.clear()
  vi.stubGlobal('XMLHttpRequest', Sent)
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }))
})
afterEach(() => vi.unstubAllGlobals())

const picker = (ids: string[]) => mountWith(PhotoPicker, { props: { modelValue: ids, papers: true } })
async function choose(shown: ReturnType<typeof picker>, file: File) {
  const field = shown.find('input').element as HTMLInputElement
  Object.defineProperty(field, 'files', { configurable: true, value: [file] })
  await shown.find('input').trigger('change')
  await flushPromises()
}

describe('a paper', () => {
  it('goes to the papers as it is and is shown as a link, never as a picture', async () => {
    const shown = picker([])
    await choose(shown, pdf())
    expect([Sent.all[0]!.target, Sent.all[0]!.headers['Content-Type'], Sent.all[0]!.bytes!.size]).toEqual(['/api/papers', 'application/pdf', 4])
    Sent.all[0]!.answer({ id: 'p1', type: 'application/pdf', size: 4 })
    await flushPromises()
    expect(shown.emitted('update:modelValue')).toEqual([[['p1']]])
    await shown.setProps({ modelValue: ['p1'] })
    expect(shown.find('a').attributes('href')).toBe('/api/papers/p1')
    expect(shown.find('img').exists()).toBe(false)
  })
  it('in a restored draft is a link, beside a photo that is a picture', () => {
    rememberPapers([{ id: 'p2', type: 'application/pdf' }, { id: 'f2', type: 'image/jpeg' }])
    const shown = picker(['p2', 'f2'])
    expect(shown.findAll('a').map((one) => one.attributes('href'))).toEqual(['/api/papers/p2'])
    expect(shown.findAll('img').map((one) => one.attributes('src'))).toEqual(['/api/photos/f2/thumbnail'])
  })
  it('is still known as one after the page was loaded anew', async () => {
    rememberPapers([{ id: 'p3', type: 'application/pdf' }, { id: 'f3', type: 'image/jpeg' }])
    vi.resetModules()
    const { papers } = await import('./papers')
    expect([papers.has('p3'), papers.has('f3')]).toEqual([true, false])
  })
  it('is forgotten with the drafts when the person signs out', () => {
    rememberPapers([{ id: 'p4', type: 'application/pdf' }])
    expect(sessionStorage.length).toBe(1)
    forget()
    expect(sessionStorage.length).toBe(0)
  })
  it('over 20 MB is not even sent, and is told why', async () => {
    const shown = picker([])
    await choose(shown, pdf(20 * 1024 * 1024 + 1))
    expect(Sent.all).toEqual([])
    expect(shown.find('[role=alert]').text()).toContain('20 MB')
  })
  it('that the server refuses says so and can be sent again', async () => {
    const shown = picker([])
    await choose(shown, pdf())
    Sent.all[0]!.answer({ code: 'not_a_paper', detail: '这不是 PDF。', detail_zh: '这不是 PDF。', detail_en: 'No PDF.' }, 415)
    await flushPromises()
    expect(shown.find('[role=alert]').text()).toContain('这不是 PDF')
    await shown.find('button.again').trigger('click')
    await flushPromises()
    expect(Sent.all.length).toBe(2)
  })
})
