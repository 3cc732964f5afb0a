// One way to load what a page shows: loading, ready, failed (with retry), no right, missing. While reloading, what was
// there stays (nothing jumps); an answer that arrives after a newer question is dropped.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { ApiProblem } from './api'
import type { Listing } from './types'

export type LoadPhase = 'loading' | 'ready' | 'failed' | 'no_right' | 'missing'
export interface Load<T> {
  data: ShallowRef<T | null>
  phase: Ref<LoadPhase>
  problem: ShallowRef<ApiProblem | null>
  busy: Ref<boolean>
  reload: () => Promise<void>
}

/** `ask` runs at once and again whenever one of `when` changes. Return null to wait for something that is not there yet. */
export function useLoad<T>(ask: (signal: AbortSignal) => Promise<T> | null, when: WatchSource[] = []): Load<T> {
  const data = shallowRef<T | null>(null)
  const phase = ref<LoadPhase>('loading')
  const problem = shallowRef<ApiProblem | null>(null)
  const busy = ref(false)
  let question = new AbortController()

  async function reload(): Promise<void> {
    question.abort()
    const mine = (question = new AbortController())
    const asked = ask(mine.signal)
    if (!asked) return
    busy.value = true
    if (phase.value !== 'ready') phase.value = 'loading'
    try {
      const answer = await asked
      if (mine.signal.aborted) return
      data.value = answer
      problem.value = null
      phase.value = 'ready'
    } catch (cause) {
      if (mine.signal.aborted) return
      if (!(cause instanceof ApiProblem)) throw cause
      problem.value = cause
      phase.value = cause.status === 403 ? 'no_right' : cause.status === 404 ? 'missing' : 'failed'
    } finally {
      if (mine === question) busy.value = false
    }
  }

  if (when.length) watch(when, reload)
  onScopeDispose(() => question.abort())
  void reload()
  return { data, phase, problem, busy, reload }
}

/** A list that goes on: `rows`, and `more()` while `next` is not null. */
export function useListing<T>(ask: (after: string | null, signal: AbortSignal) => Promise<Listing<T>>, when: WatchSource[] = []) {
  const rows = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const moreProblem = shallowRef<ApiProblem | null>(null)
  let round = 0
  const load = useLoad(async (signal) => {
    const answer = await ask(null, signal)
    if (!signal.aborted) {
      round++
      rows.value = answer.items
      next.value = answer.next
    }
    return answer
  }, when)
  async function more(): Promise<void> {
    if (!next.value || load.busy.value) return
    const mine = round
    load.busy.value = true
    try {
      const answer = await ask(next.value, new AbortController().signal)
      if (mine !== round) return
      rows.value = [...rows.value, ...answer.items]
      next.value = answer.next
      moreProblem.value = null
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      moreProblem.value = cause
    } finally {
      load.busy.value = false
    }
  }
  return { ...load, rows, next, more, moreProblem }
}
