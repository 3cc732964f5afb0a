// The way through the page: code → welcome → one question after another → list → receipt. The phone's own back button goes one
// screen back; the address stays /answer, because the code must not stand in it.
import { reactive, ref } from 'vue'
import { ApiProblem } from '@/kernel/api'
import { openSurvey, sendAnswer } from './ask'
import { eraseDraft, keepDraft, liveDrafts, type Draft } from './draft'
import { bodyOf, firstOpen, fitting, placeAfter, todayInChina, type Opened } from './sheet'

export type Screen = 'start' | 'welcome' | 'question' | 'list' | 'done' | 'bye' | 'over'
export interface Receipt { receipt: string; counted: boolean }
interface Place { screen: Screen; place: number; fromList: boolean }

const waits = [5, 10, 20, 30, 60]
const passing = (problem: ApiProblem): boolean => problem.status === 0 || problem.status >= 500

export function useAnswer() {
  const here = reactive<Place>({ screen: 'start', place: 0, fromList: false })
  const draft = ref<Draft | null>(null)
  const kept = ref<Draft[]>([])
  const code = ref('')
  const busy = ref(false)
  const problem = ref<ApiProblem | null>(null)
  const receipt = ref<Receipt | null>(null)
  let tries = 0
  let timer = 0

  function show(next: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
    Object.assign(here, { fromList: false }, next)
    problem.value = null
    const state = { screen: here.screen, place: here.place, fromList: here.fromList }
    try { history[how === 'push' ? 'pushState' : 'replaceState'](state, '', location.pathname) } catch { /* some messengers forbid it */ }
    window.scrollTo(0, 0)
  }
  function back(event: PopStateEvent): void {
    const place = event.state as Place | null
    // What has been sent is not gone back to.
    if (here.screen === 'done' || here.screen === 'bye' || here.screen === 'over') return show({ screen: here.screen }, 'replace')
    if (busy.value) return show({}, 'push')
    Object.assign(here, place && draft.value ? place : { screen: 'start', place: 0, fromList: false })
    problem.value = null
  }

  function keep(changes: Partial<Draft>): void {
    if (!draft.value) return
    Object.assign(draft.value, changes)
    keepDraft(draft.value)
  }
  function take(found: Draft): void {
    draft.value = found
    keepDraft(found)
    show({ screen: found.waiting ? 'list' : 'welcome', place: 0 })
  }
  function over(): void {
    if (draft.value) eraseDraft(draft.value.code)
    else eraseDraft(code.value)
    draft.value = null
    const said = problem.value
    show({ screen: 'over' }, 'replace')
    problem.value = said
  }

  /** Asks for the questions behind a code; a draft of the same code goes on where it stopped. */
  async function open(wanted: string): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    code.value = wanted
    const before = liveDrafts(todayInChina()).filter((one) => one.code === wanted)[0]
    try {
      const opened = await openSurvey(wanted)
      // Whether the home had answered before our sending broke off must not be overwritten by what that sending did.
      const answered = before && before.uncertain ? before.opened.answered : opened.answered
      take(before ? { ...before, opened: { ...opened, answered }, answers: fitting(opened, before.answers) } : { code: wanted, opened, answers: {}, waiting: false, uncertain: false })
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      problem.value = cause
      if (cause.status === 410) over()
      else if (cause.status === 0 && before) take(before)
    } finally {
      busy.value = false
    }
    if (before && before.waiting) void send()
  }
  const begin = (): void => { if (draft.value) goTo(firstOpen(draft.value.opened.questions, draft.value.answers)) }
  function goTo(place: number | 'list', fromList = false): void {
    const count = draft.value ? draft.value.opened.questions.length : 0
    if (place === 'list' || place >= count) show({ screen: 'list', place: 0 })
    else show({ screen: 'question', place, fromList })
  }
  function choose(question: string, level: number): void {
    if (draft.value) keep({ answers: { ...draft.value.answers, [question]: level } })
  }
  const next = (): void => { if (draft.value) goTo(placeAfter(here.place, draft.value.opened.questions.length, here.fromList)) }

  function finish(found: Receipt): void {
    receipt.value = found
    if (draft.value) eraseDraft(draft.value.code)
    show({ screen: 'done' }, 'replace')
  }
  function later(): void {
    clearTimeout(timer)
    timer = window.setTimeout(() => void send(), waits[Math.min(tries++, waits.length - 1)]! * 1000)
  }
  /** A sending that broke off may have arrived: then it is not sent once more, or the home would seem to have answered twice. */
  async function arrived(one: Draft): Promise<boolean> {
    return one.uncertain && !one.opened.answered && (await openSurvey(one.code)).answered
  }
  async function send(): Promise<void> {
    const one = draft.value
    const body = one && bodyOf(one.code, one.opened, one.answers)
    if (!one || !body || busy.value || here.screen !== 'list') return
    clearTimeout(timer)
    busy.value = true
    problem.value = null
    keep({ waiting: true })
    try {
      if (await arrived(one)) return finish({ receipt: '', counted: true })
      keep({ uncertain: true })
      finish(await sendAnswer(body))
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      problem.value = cause
      if (cause.status === 410) over()
      else if (passing(cause)) later()
      else keep({ waiting: false, uncertain: false })
    } finally {
      busy.value = false
    }
  }
  function stopWaiting(): void {
    clearTimeout(timer)
    keep({ waiting: false })
    problem.value = null
  }
  function leave(): void {
    if (draft.value) eraseDraft(draft.value.code)
    draft.value = null
    show({ screen: 'bye' }, 'replace')
  }
  function another(): void {
    draft.value = null
    code.value = ''
    kept.value = []
    show({ screen: 'start', place: 0 }, 'replace')
  }
  /** Reads the code of the letter's QR out of the address and takes it out of there at once. */
  function arrive(fromAddress: string): void {
    show({ screen: 'start', place: 0 }, 'replace')
    kept.value = liveDrafts(todayInChina())
    window.addEventListener('popstate', back)
    window.addEventListener('online', () => { if (draft.value && draft.value.waiting) void send() })
    code.value = fromAddress
  }
  const opened = (): Opened => draft.value!.opened
  return { here, draft, kept, code, busy, problem, receipt, opened, arrive, open, take, begin, goTo, choose, next, send, stopWaiting, leave, another, show }
}
export type AnswerDesk = ReturnType<typeof useAnswer>
