// Whether the window is as narrow as a phone.
import { onScopeDispose, ref, type Ref } from 'vue'

export function useNarrow(width = 760): Ref<boolean> {
  const asked = window.matchMedia?.(`(max-width: ${width}px)`)
  const narrow = ref(asked?.matches ?? false)
  const changed = (event: MediaQueryListEvent) => { narrow.value = event.matches }
  asked?.addEventListener('change', changed)
  onScopeDispose(() => asked?.removeEventListener('change', changed))
  return narrow
}
