// One inspection being filled in: the loaded truth, marks shown at once and sent through the outbox, and the acts that wait for the server.
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { act, ApiProblem, see } from '@/kernel/api'
import { account } from '@/kernel/session'
import type { Finding, Standard } from '@/kernel/types'
import { useLoad } from '@/kernel/useLoad'
import { formOf, itemsOf, progressOf, withQueued, type FormItem, type Inspection, type Mark } from './inspection'
import { deviceKeeper, makeOutbox } from './outbox'

export interface FindingDraft { item: string; check_point: number | null; deduct: string; reason: string; spot: string; photo_ids: string[] }

export function useInspection(id: string) {
  const inspection = ref<Inspection | null>(null)
  const standard = shallowRef<Standard | null>(null)
  const refusal = shallowRef<ApiProblem | null>(null)
  const savedAt = ref<string | null>(null)
  const path = `/api/inspections/${id}`

  const load = useLoad(async (signal) => {
    const answer = await see<Inspection>(path, {}, signal)
    if (standard.value === null) standard.value = await see<Standard>('/api/standard', { evaluation: answer.evaluation_id }, signal)
    inspection.value = withQueued(answer, outbox.queued())
    return answer
  })
  const outbox = makeOutbox({
    send: (errand) => act(errand.method, errand.path, errand.body).then(() => { savedAt.value = new Date().toTimeString().slice(0, 5) }),
    keeper: deviceKeeper(id),
    later: (then, seconds) => { const timer = setTimeout(then, seconds * 1000); return () => clearTimeout(timer) },
    refused: (_, problem) => { refusal.value = problem; void load.reload() },
  })
  const again = (): void => void outbox.run()
  onMounted(() => { window.addEventListener('online', again); again() })
  onBeforeUnmount(() => { window.removeEventListener('online', again); outbox.stop() })

  const form = computed(() => (standard.value && inspection.value ? formOf(standard.value, inspection.value) : []))
  const items = computed<FormItem[]>(() => itemsOf(form.value))
  const progress = computed(() => progressOf(items.value))
  const markOf = (item: string): Mark | undefined => inspection.value?.items.find((one) => one.item === item)

  function mark(item: string, state: 'unseen' | 'fine' | 'not_applicable', note = ''): void {
    const found = markOf(item)
    if (!found) return
    Object.assign(found, { state, note, marked_by: account.value?.display_name ?? null, confirmed_by: null, confirmed_at: null })
    refusal.value = null
    outbox.put({ key: `item ${item}`, method: 'PUT', path: `${path}/items/${item}`, body: { state, note } })
  }
  function measure(item: string, value: string, note: string): void {
    const found = inspection.value?.measures.find((one) => one.item === item)
    if (found) Object.assign(found, { value, note })
    else inspection.value?.measures.push({ item, value, note })
    refusal.value = null
    outbox.put({ key: `measure ${item}`, method: 'PUT', path: `${path}/measures/${item}`, body: { value, note } })
  }
  /** Acts that need the server's answer; the form keeps what was typed when they fail. */
  async function saveFinding(draft: FindingDraft, known: Finding | null, once: string): Promise<void> {
    const { item, ...rest } = draft
    if (known) await act('PUT', `${path}/findings/${known.id}`, { ...rest, version: known.version })
    else await act('POST', `${path}/findings`, { item, ...rest }, once)
    await load.reload()
  }
  const acts = {
    removeFinding: (finding: string, why: string) => act('DELETE', `${path}/findings/${finding}`, { why }),
    correct: (finding: string, body: object) => act('POST', `${path}/findings/${finding}/correct`, body),
    confirm: (item: string) => act('POST', `${path}/items/${item}/confirm`),
    visit: (body: { visited_on: string | null; summary: string }) => act('PUT', path, { ...body, version: inspection.value?.version }),
    handIn: () => act('POST', `${path}/hand-in`),
  }
  return { load, inspection, standard, form, items, progress, outbox, refusal, savedAt, mark, measure, saveFinding, acts }
}
export type InspectionDesk = ReturnType<typeof useInspection>
