// A form: its values, the errors beside its fields, the refusal above them, and a draft kept until it is saved.
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { ApiProblem } from './api'

export function useForm<Values extends object>(first: Values, { draft }: { /** name of the draft kept in this tab; leave out for passwords */ draft?: string } = {}) {
  const key = draft ? `anju.draft.${draft}` : ''
  const kept = key ? sessionStorage.getItem(key) : null
  const values = reactive({ ...first, ...(kept ? (JSON.parse(kept) as Partial<Values>) : {}) }) as Values
  const restored = ref(kept !== null)
  const problem = shallowRef<ApiProblem | null>(null)
  const own = ref<Record<string, string>>({})
  const busy = ref(false)
  const errors = computed<Record<string, string>>(() => ({ ...(problem.value?.fieldWords ?? {}), ...own.value }))
  if (key) watch(values, () => sessionStorage.setItem(key, JSON.stringify(values)), { deep: true })

  function forgetDraft(): void {
    if (key) sessionStorage.removeItem(key)
    restored.value = false
  }
  function reset(to: Values = first): void {
    Object.assign(values, to)
    problem.value = null
    own.value = {}
    forgetDraft()
  }
  /** Sends the form. `check` returns field → message for what can be said before asking the server. True when it went through. */
  async function submit(sendIt: () => Promise<unknown>, check?: () => Record<string, string>): Promise<boolean> {
    if (busy.value) return false
    problem.value = null
    own.value = check?.() ?? {}
    if (Object.keys(own.value).length) return false
    busy.value = true
    try {
      await sendIt()
      forgetDraft()
      return true
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      problem.value = cause
      return false
    } finally {
      busy.value = false
    }
  }
  return { values, errors, problem, busy, restored, submit, reset, forgetDraft }
}
