// Pages hear that something changed and ask for it again. One connection for the whole app, open only while somebody listens and the
// page is seen. Once a minute everybody asks again anyway: that covers a broken connection, and changes made through another process.
import { onScopeDispose } from 'vue'

export type ChangeKind = 'live' | 'notice' | 'record' | 'job'
export interface Change { kind: string; place: string; id: string }
interface Listener { kinds: readonly ChangeKind[]; place: () => string; tell: () => void; timer: ReturnType<typeof setTimeout> | null }

const minute = 60_000
/** Changes come in bursts (an import, a nightly round): a page asks once for all of a burst. */
const pause = 400
const listeners = new Set<Listener>()
let source: EventSource | null = null
let clock: ReturnType<typeof setInterval> | null = null
let broken = false

/** Does a change concern somebody who listens to these kinds, in this place ('' everywhere)? */
export function concerns(kinds: readonly ChangeKind[], place: string, change: Change): boolean {
  return kinds.some((kind) => kind === change.kind) && (!place || !change.place || change.place === place)
}
/** What the server sent, or null when it is not a change. */
export function changeOf(data: string): Change | null {
  try {
    const { kind, place, id } = JSON.parse(data) as Partial<Change>
    return typeof kind === 'string' ? { kind, place: place ?? '', id: id ?? '' } : null
  } catch {
    return null
  }
}

function wake(listener: Listener): void {
  listener.timer ??= setTimeout(() => {
    listener.timer = null
    listener.tell()
  }, pause)
}
const wakeAll = () => listeners.forEach(wake)
const seen = () => document.visibilityState !== 'hidden'

function open(): void {
  if (source || typeof EventSource === 'undefined') return
  source = new EventSource('/api/events')
  source.addEventListener('change', (event) => {
    const change = changeOf((event as MessageEvent<string>).data)
    if (change) for (const listener of listeners) if (concerns(listener.kinds, listener.place(), change)) wake(listener)
  })
  source.addEventListener('reload', wakeAll)
  source.onopen = () => {
    if (broken) wakeAll()
    broken = false
  }
  source.onerror = () => {
    broken = true
    // The browser tries again by itself, unless the server refused; then the next minute does.
    if (source?.readyState === EventSource.CLOSED) close()
  }
}
function close(): void {
  source?.close()
  source = null
}
function start(): void {
  open()
  clock ??= setInterval(() => {
    wakeAll()
    open()
  }, minute)
}
function stop(): void {
  close()
  if (clock) clearInterval(clock)
  clock = null
}
function look(): void {
  if (!seen()) return stop()
  if (!listeners.size) return
  start()
  wakeAll()
}

/** Calls `tell` after changes of these kinds (in this place, if it names one) until it is called off. */
export function listen(kinds: readonly ChangeKind[], tell: () => void, place: () => string = () => ''): () => void {
  const listener: Listener = { kinds, place, tell, timer: null }
  if (!listeners.size) document.addEventListener('visibilitychange', look)
  listeners.add(listener)
  if (seen()) start()
  return () => {
    if (listener.timer) clearTimeout(listener.timer)
    listeners.delete(listener)
    if (listeners.size) return
    document.removeEventListener('visibilitychange', look)
    stop()
  }
}

/** For a component: listens as long as it stands. */
export function useChanges(kinds: readonly ChangeKind[], tell: () => void, place?: () => string): void {
  onScopeDispose(listen(kinds, tell, place))
}
