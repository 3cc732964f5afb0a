// What has been answered so far stays on this phone, by code, until it is sent or the survey is over. A phone that keeps
// nothing (private browsing) only loses the draft, never the page.
import type { Opened } from './sheet'

export interface Draft {
  code: string
  opened: Opened
  answers: Record<string, number>
  /** The person has pressed "send": it goes out by itself when the network is back. */
  waiting: boolean
  /** A sending broke off, so it may have arrived although no receipt came back. */
  uncertain: boolean
}
export interface Shelf { length: number; key(index: number): string | null; getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }

const prefix = 'anju.answer.'
const shelf = (): Shelf | null => { try { return window.localStorage } catch { return null } }

function read(text: string | null): Draft | null {
  try {
    const draft = JSON.parse(text || 'null') as Draft | null
    return draft && draft.code && draft.opened && draft.opened.questions && draft.answers ? draft : null
  } catch { return null }
}

export function keepDraft(draft: Draft, where = shelf()): void {
  try { if (where) where.setItem(prefix + draft.code, JSON.stringify(draft)) } catch { /* full, or not allowed */ }
}
export function eraseDraft(code: string, where = shelf()): void {
  try { if (where) where.removeItem(prefix + code) } catch { /* not allowed */ }
}
/** The drafts that may still be sent on that day (YYYY-MM-DD); all others are erased. */
export function liveDrafts(today: string, where = shelf()): Draft[] {
  const live: Draft[] = []
  try {
    if (!where) return live
    const keys: string[] = []
    for (let index = 0; index < where.length; index++) keys.push(where.key(index) || '')
    for (const key of keys.filter((one) => one.indexOf(prefix) === 0)) {
      const draft = read(where.getItem(key))
      if (draft && prefix + draft.code === key && draft.opened.until >= today) live.push(draft)
      else where.removeItem(key)
    }
  } catch { /* not allowed */ }
  return live
}
