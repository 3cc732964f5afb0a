// The evaluations of all years, and the one the address names (?year=2026); without a year, the latest. Whoever may not read them has none.
import { computed } from 'vue'
import { see } from '@/kernel/api'
import { may } from '@/kernel/session'
import type { EvaluationRow, Listing } from '@/kernel/types'
import { useLoad } from '@/kernel/useLoad'
import { useQuery } from '@/kernel/useQuery'

export function useEvaluations() {
  const load = useLoad<Listing<EvaluationRow>>(async (signal) => (may('evaluation.read') ? see('/api/evaluations', {}, signal) : { items: [], next: null }))
  const year = useQuery('year')
  const all = computed(() => [...(load.data.value?.items ?? [])].sort((a, b) => b.year - a.year))
  const current = computed<EvaluationRow | null>(() => all.value.find((one) => String(one.year) === year.value) ?? all.value[0] ?? null)
  return { load, all, current, year }
}
