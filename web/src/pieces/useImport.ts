// A file that is checked by a job without writing, then written by another: what both import pages do alike.
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem, send } from '@/kernel/api'

interface Found { dry_run: boolean; problem_count: number }
/** What the server says against the file itself, else in general. */
export const wrongOf = (cause: ApiProblem): string => Object.values(cause.fieldWords)[0] ?? cause.words

/** `target` is where the file goes; `adds` whether there is anything to write. */
export function useImport<Result extends Found>(target: (dry: boolean) => string, adds: (result: Result) => boolean, headers: (file: File) => Record<string, string> = () => ({})) {
  const file = shallowRef<File | null>(null)
  const wrong = ref('')
  const uploading = ref(false)
  const job = ref<{ id: string; dry: boolean } | null>(null)
  const result = shallowRef<Result | null>(null)
  const clean = computed(() => !!result.value?.dry_run && !result.value.problem_count && adds(result.value))
  const written = computed(() => result.value?.dry_run === false && !result.value.problem_count)
  function forget(): void { result.value = job.value = null }
  async function run(dry: boolean): Promise<void> {
    wrong.value = ''
    result.value = null
    uploading.value = true
    try {
      job.value = { id: (await send<{ job_id: string }>(target(dry), file.value!, headers(file.value!))).job_id, dry }
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      wrong.value = wrongOf(cause)
    } finally {
      uploading.value = false
    }
  }
  function done(found: unknown): void {
    result.value = found as Result
    job.value = null
  }
  return { file, wrong, uploading, job, result, clean, written, forget, run, done }
}
