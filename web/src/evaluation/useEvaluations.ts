// The evaluations of all years, and the one the address names (?year=2026); without a year, the latest.
import { computed } from 'vue'
import { see } from '@/kernel/api'
import type { EvaluationRow, Listing } from '@/kernel/types'
import { useLoad } from '@/kernel/useLoad'
import { useQuery } from '@/kernel/useQuery'

export function useEvaluations() {
  const load = useLoad((signal) => see<Listing<EvaluationRow>>('/api/evaluations', {}, signal))
  const year = useQuery('year')
  const all = computed(() => [...(load.data.value?.items ?? [])].sort((a, b) => b.year - a.year))
  const current = computed<EvaluationRow | null>(() => all.value.find((one) => String(one.year) === year.value) ?? all.value[0] ?? null)
  return { load, all, current, year }
}
