// The present moment, anew every few seconds while somebody looks; for clocks that run in minutes.
import { onScopeDispose, ref } from 'vue'

export function useNow(every = 5000) {
  const now = ref(Date.now())
  const ticking = setInterval(() => (now.value = Date.now()), every)
  onScopeDispose(() => clearInterval(ticking))
  return now
}
