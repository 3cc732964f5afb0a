// One survey with the questionnaire of its year, and the questionnaire of a year alone.
import { computed, type Ref } from 'vue'
import { see } from '@/kernel/api'
import type { Listing } from '@/kernel/types'
import { useLoad } from '@/kernel/useLoad'
import type { Questionnaire, Survey } from './survey'

export const seeQuestionnaire = (evaluation: string, signal?: AbortSignal) => see<Questionnaire>('/api/survey-questionnaire', { evaluation }, signal)

export function useSurvey(id: Ref<string>) {
  const load = useLoad(async (signal) => {
    const survey = await see<Survey>(`/api/surveys/${id.value}`, {}, signal)
    return { survey, questionnaire: await seeQuestionnaire(survey.evaluation_id, signal) }
  }, [id])
  return { load, survey: computed(() => load.data.value?.survey ?? null), questionnaire: computed(() => load.data.value?.questionnaire ?? null) }
}
/** All surveys of a year; the server hands them out in pages. */
export async function allSurveys(evaluation: string, estate: string, signal: AbortSignal): Promise<Survey[]> {
  const found: Survey[] = []
  for (let after: string | null = null, first = true; first || after; first = false) {
    const page: Listing<Survey> = await see<Listing<Survey>>('/api/surveys', { evaluation, estate, after, limit: 200 }, signal)
    found.push(...page.items)
    after = page.next
  }
  return found
}
