import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { changeOf, concerns, listen } from './events'

class Source extends EventTarget {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 1
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  constructor(readonly url: string) { super(); Source.all.push(this) }
  close(): void { this.readyState = Source.CLOSED }
  say(name: string, data: object): void { this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) })) }
}
let hidden = false
const show = (now: boolean) => { hidden = !now; document.dispatchEvent(new Event('visibilitychange')) }
let ends: (() => void)[] = []
const hear = (...of: Parameters<typeof listen>) => { const end = listen(...of); ends.push(end); return end }
const running = () => Source.all.filter((one) => one.readyState !== Source.CLOSED)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Source)
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') })
  Source.all = []
  hidden = false
})
afterEach(() => {
  ends.forEach((end) => end())
  ends = []
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a change', () => {
  it('concerns who listens to its kind, in its place or everywhere', () => {
    const change = { kind: 'live', place: 'e1', id: '7' }
    expect([concerns(['live'], '', change), concerns(['live'], 'e1', change), concerns(['live'], 'e2', change), concerns(['record', 'job'], 'e1', change)]).toEqual([true, true, false, false])
    expect(concerns(['notice'], 'e1', { kind: 'notice', place: '', id: '' })).toBe(true)
  })
  it('is read from what the server sends, and nothing else is', () => {
    expect(changeOf('{"kind":"live","place":"e1","id":"7"}')).toEqual({ kind: 'live', place: 'e1', id: '7' })
    expect([changeOf('{}'), changeOf('nonsense')]).toEqual([null, null])
  })
})

describe('listening', () => {
  it('uses one connection for all, and asks once for a burst', () => {
    const [first, second] = [vi.fn(), vi.fn()]
    hear(['live'], first, () => 'e1')
    hear(['notice'], second)
    expect(Source.all.map((one) => one.url)).toEqual(['/api/events'])
    for (let i = 0; i < 20; i++) Source.all[0]!.say('change', { kind: 'live', place: 'e1', id: String(i) })
    Source.all[0]!.say('change', { kind: 'live', place: 'e2', id: '1' })
    vi.advanceTimersByTime(1000)
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 0])
  })
  it('asks everybody when the server lost count', () => {
    const tell = vi.fn()
    hear(['job'], tell)
    Source.all[0]!.say('reload', {})
    vi.advanceTimersByTime(1000)
    expect(tell).toHaveBeenCalledTimes(1)
  })
  it('asks once a minute when the connection is refused, and tries again', () => {
    const tell = vi.fn()
    hear(['live'], tell)
    Source.all[0]!.readyState = Source.CLOSED
    Source.all[0]!.onerror?.()
    expect(running()).toHaveLength(0)
    vi.advanceTimersByTime(61_000)
    expect(tell).toHaveBeenCalledTimes(1)
    expect(running()).toHaveLength(1)
  })
  it('asks again after a connection that broke came back', () => {
    const tell = vi.fn()
    hear(['live'], tell)
    Source.all[0]!.onerror?.()
    Source.all[0]!.onopen?.()
    vi.advanceTimersByTime(1000)
    expect(tell).toHaveBeenCalledTimes(1)
  })
  it('closes when the page is hidden, and catches up when it is seen again', () => {
    const tell = vi.fn()
    hear(['live'], tell)
    show(false)
    expect(running()).toHaveLength(0)
    vi.advanceTimersByTime(300_000)
    expect(tell).not.toHaveBeenCalled()
    show(true)
    vi.advanceTimersByTime(1000)
    expect(tell).toHaveBeenCalledTimes(1)
    expect(running()).toHaveLength(1)
  })
  it('lets go of the connection with the last listener, and never calls one that left', () => {
    const tell = vi.fn()
    const end = hear(['live'], tell)
    Source.all[0]!.say('change', { kind: 'live', place: '', id: '' })
    end()
    vi.advanceTimersByTime(120_000)
    expect(tell).not.toHaveBeenCalled()
    expect(running()).toHaveLength(0)
  })
})
