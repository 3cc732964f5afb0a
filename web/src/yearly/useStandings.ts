// What is planned for each estate of a year, a survey or a civility check: which one stands, the list of all, and the place for a new one.
import { computed } from 'vue'
import { useWords } from '@/kernel/i18n'
import { may } from '@/kernel/session'
import { useLoad } from '@/kernel/useLoad'
import { useQuery } from '@/kernel/useQuery'
import { useEvaluations } from '@/evaluation/useEvaluations'
import { useYearEstates } from './useYearEstates'
import type { YearEstate } from './year'

interface Planned { estate: { id: string }; state: string }
/** All of the year, or of one of its estates, newest first. */
type SeeAll<One> = (evaluation: string, estate: string, signal: AbortSignal) => Promise<One[]>
/** What is asked or looked at in that year. */
type SeeForm<Form> = (evaluation: string, signal: AbortSignal) => Promise<Form>

/** The one of each estate that stands: not a replaced one while there is another. They come newest first. */
export function standing<One extends Planned>(all: One[]): Map<string, One> {
  const found = new Map<string, One>()
  for (const one of all) {
    const before = found.get(one.estate.id)
    if (!before || (before.state === 'replaced' && one.state !== 'replaced')) found.set(one.estate.id, one)
  }
  return found
}

function useYear() {
  const years = useEvaluations()
  const id = computed(() => years.current.value?.id ?? '')
  return { years, id, estates: useYearEstates(id) }
}

/** The estates of the year with what stands, narrowed by the address (?street, ?state); `words` is the part of the dictionary. */
export function useStandings<One extends Planned, Form>(words: string, seeAll: SeeAll<One>, seeForm: SeeForm<Form>) {
  const { t } = useWords()
  const { years, id, estates } = useYear()
  const [street, state] = [useQuery('street'), useQuery('state')]
  const form = useLoad((signal) => (id.value ? seeForm(id.value, signal) : null), [id])
  const load = useLoad((signal) => (id.value ? seeAll(id.value, '', signal) : null), [id])
  const rows = computed<{ estate: YearEstate; one: One | null }[]>(() => {
    const found = standing(load.data.value ?? [])
    return estates.rows.value
      .map((estate) => ({ estate, one: found.get(estate.estate.id) ?? null }))
      .filter((row) => (!street.value || row.estate.street.id === street.value) && (!state.value || (row.one?.state ?? 'none') === state.value))
  })
  const mayPlan = computed(() => may('survey.plan') && ['self_check', 'inspection'].includes(years.current.value?.step ?? ''))
  const streetWords = computed(() => [{ value: '', word: t(`${words}.any_street`) }, ...estates.streets.value.map((one) => ({ value: one.id, word: one.name }))])
  const stateWords = computed(() => [{ value: '', word: t(`${words}.any_state`) }, { value: 'none', word: t(`${words}.none`) }, ...['draft', 'fieldwork', 'closed', 'recorded'].map((value) => ({ value, word: t(`${words}.states.${value}`) }))])
  return { years, estates, street, state, form, load, rows, mayPlan, streetWords, stateWords }
}

/** A new one for the estate the address names (?estate): the form, and what stands there already. */
export function useNewPlan<One extends Planned, Form>(words: string, seeAll: SeeAll<One>, seeForm: SeeForm<Form>) {
  const { t } = useWords()
  const { years, id, estates } = useYear()
  const estate = useQuery('estate')
  const load = useLoad((signal) => (id.value ? Promise.all([seeForm(id.value, signal), estate.value ? seeAll(id.value, estate.value, signal) : Promise.resolve([])]) : null), [id, estate])
  const chosen = computed(() => estates.rows.value.find((row) => row.estate.id === estate.value) ?? null)
  const current = computed(() => standing<One>(load.data.value?.[1] ?? []).get(estate.value) ?? null)
  const estateWords = computed(() => [{ value: '', word: t(`${words}.plan.estate_choose`) }, ...estates.rows.value.map((row) => ({ value: row.estate.id, word: row.estate.name }))])
  return { years, id, estate, load, chosen, current, estateWords }
}
