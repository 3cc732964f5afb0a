// How many notices are unread: one number for the bell and the list.
import { ref } from 'vue'
import { ApiProblem, see } from '@/kernel/api'
import type { Notices } from './daily'

export const unread = ref(0)

/** Asks again; when it cannot be asked, the old number stays. */
export async function countUnread(): Promise<void> {
  try {
    unread.value = (await see<Notices>('/api/notices', { limit: 1 })).unread
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem
  }
}
