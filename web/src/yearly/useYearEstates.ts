// The participating estates of the year one looks at, with who assesses them and what is handed in.
import { computed, type Ref } from 'vue'
import { see } from '@/kernel/api'
import type { Listing } from '@/kernel/types'
import { useLoad } from '@/kernel/useLoad'
import type { YearEstate } from './year'

export function useYearEstates(evaluation: Ref<string>) {
  const load = useLoad((signal) => (evaluation.value ? see<Listing<YearEstate>>(`/api/evaluations/${evaluation.value}/estates`, {}, signal) : null), [evaluation])
  const rows = computed(() => load.data.value?.items ?? [])
  /** The streets that occur, for filters. */
  const streets = computed(() => [...new Map(rows.value.map((row) => [row.street.id, row.street])).values()])
  return { load, rows, streets }
}
