// One civility check with what is to be looked at in its year; its observations; and what this phone has not yet sent.
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import { act, ApiProblem, see } from '@/kernel/api'
import { account } from '@/kernel/session'
import type { Listing } from '@/kernel/types'
import { useLoad } from '@/kernel/useLoad'
import { deviceKeeper, makeOutbox, type Errand } from '@/inspection/outbox'
import { freshKey } from '@/pieces/once'
import type { Civility, CivilityCheck, Observation } from './civility'
import { keepSheet } from './device'

export const seeCheck = (evaluation: string, signal?: AbortSignal) => see<CivilityCheck>('/api/civility-check', { evaluation }, signal)
export async function allCivilities(evaluation: string, estate: string, signal: AbortSignal): Promise<Civility[]> {
  const found: Civility[] = []
  for (let after: string | null = null, first = true; first || after; first = false) {
    const page: Partial<Listing<Civility>> = await see<Listing<Civility>>('/api/civilities', { evaluation, estate, after }, signal)
    found.push(...(page.items ?? []))
    after = page.next ?? null
  }
  return found
}
export function useCivility(id: Ref<string>) {
  const load = useLoad(async (signal) => {
    const civility = await see<Civility>(`/api/civilities/${id.value}`, {}, signal)
    return { civility, check: await seeCheck(civility.evaluation_id, signal) }
  }, [id])
  return { load, civility: computed(() => load.data.value?.civility ?? null), check: computed(() => load.data.value?.check ?? null) }
}
export const seeObservations = (id: string, signal?: AbortSignal) => see<Listing<Observation>>(`/api/civilities/${id}/observations`, {}, signal).then((answer) => answer.items)

/** Sent again after a lost answer, a sheet is written once. */
interface SheetErrand extends Errand { once: string }
export const person = (): string => account.value?.name ?? ''
/** Finished sheets go out one after another, and wait on this phone while there is no network. */
export function useSheetOutbox(id: string, sent: () => void) {
  const refusal = shallowRef<{ position: number; problem: ApiProblem } | null>(null)
  const savedAt = ref<string | null>(null)
  const positionOf = (key: string): number => Number(key.split(' ')[1])
  const outbox = makeOutbox({
    send: (errand) => act(errand.method, errand.path, errand.body, (errand as SheetErrand).once).then(() => {
      keepSheet(person(), id, positionOf(errand.key), null)
      savedAt.value = new Date().toTimeString().slice(0, 5)
      sent()
    }),
    keeper: deviceKeeper(`civility.${person()}.${id}`),
    later: (then, seconds) => { const timer = setTimeout(then, seconds * 1000); return () => clearTimeout(timer) },
    refused: (errand, problem) => { refusal.value = { position: positionOf(errand.key), problem }; sent() },
  })
  const again = (): void => void outbox.run()
  onMounted(() => { window.addEventListener('online', again); again() })
  onBeforeUnmount(() => { window.removeEventListener('online', again); outbox.stop() })
  /** A sheet of one's own that is there already is corrected (PUT). */
  const put = (position: number, body: object, correction: boolean): void => {
    refusal.value = null
    const errand: SheetErrand = { key: `observation ${position}`, method: correction ? 'PUT' : 'POST', path: `/api/civilities/${id}/observations/${position}`, body, once: freshKey() }
    outbox.put(errand)
  }
  /** Positions whose sheet is finished here and not yet with the server. */
  const queued = computed(() => (outbox.pending.value ? outbox.queued().map((errand) => positionOf(errand.key)) : []))
  return { outbox, refusal, savedAt, put, queued }
}
