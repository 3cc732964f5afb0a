// What is typed into the forms of a survey, checked and turned into what the server takes.
import type { Day, Exact } from '@/kernel/types'
import { percentTyped } from '@/inspection/inspection'
import type { Channel, Question, Questionnaire, StrataBy, Survey, SurveyIndex } from './survey'

export interface PlanValues {
  index: string
  half_width: string
  level: string
  strata_by: string
  reserve_percent: string
  back_check_percent: string
  starts: Day | null
  ends: Day | null
  party_id: string
  decision: string
}
export interface PlanBody { index: SurveyIndex; half_width: Exact; level: number; strata_by: StrataBy; reserve_percent: number; back_check_percent: number; starts: Day; ends: Day; party_id: string; decision?: string }

/** A new form: the plan that stands, or what the questionnaire proposes. A plan that replaces another is asked for its reason anew. */
export function planValues(questionnaire: Questionnaire, before: Survey | null, assessor: string, replacing = false): PlanValues {
  const from = before ?? questionnaire
  return {
    index: from.index,
    half_width: percentTyped(String(from.half_width)) ?? '',
    level: String(from.level),
    strata_by: before?.strata_by ?? 'building',
    reserve_percent: String(from.reserve_percent),
    back_check_percent: String(from.back_check_percent),
    starts: replacing ? null : (before?.starts ?? null),
    ends: replacing ? null : (before?.ends ?? null),
    party_id: before?.party.id ?? assessor,
    decision: replacing ? '' : (before?.decision ?? ''),
  }
}
const whole = (text: string, most: number): boolean => /^\d{1,3}$/.test(text.trim()) && Number(text) <= most
function widthTyped(text: string): Exact | null {
  const typed = percentTyped(text)
  return typed !== null && Number(typed) > 0 && Number(typed) < 50 ? typed : null
}
/** Field → which word of survey.plan.wrong; empty when everything can be sent. */
export function checkPlan(values: PlanValues, replacing: boolean): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!values.party_id) wrong.party_id = 'party_id'
  if (widthTyped(values.half_width) === null) wrong.half_width = 'half_width'
  if (!whole(values.reserve_percent, 500)) wrong.reserve_percent = 'reserve_percent'
  if (!whole(values.back_check_percent, 100)) wrong.back_check_percent = 'back_check_percent'
  if (!values.starts) wrong.starts = 'starts'
  if (!values.ends) wrong.ends = 'ends'
  else if (values.starts && values.ends < values.starts) wrong.ends = 'order'
  if (replacing && [...values.decision.trim()].length < 10) wrong.decision = 'decision'
  return wrong
}
/** Only after checkPlan found nothing. */
export function planBody(values: PlanValues): PlanBody {
  const decision = values.decision.trim()
  return {
    index: values.index as SurveyIndex,
    half_width: widthTyped(values.half_width) ?? '',
    level: Number(values.level),
    strata_by: values.strata_by as StrataBy,
    reserve_percent: Number(values.reserve_percent),
    back_check_percent: Number(values.back_check_percent),
    starts: values.starts ?? '',
    ends: values.ends ?? '',
    party_id: values.party_id,
    ...(decision ? { decision } : {}),
  }
}
/** What the preview is asked; null while a number is half typed. */
export function previewQuery(values: PlanValues): { strata_by: string; half_width: Exact; level: string; reserve_percent: string } | null {
  const width = widthTyped(values.half_width)
  return width === null || !whole(values.reserve_percent, 500) ? null : { strata_by: values.strata_by, half_width: width, level: values.level, reserve_percent: values.reserve_percent.trim() }
}
/** A seed one brings along: empty, or 64 hexadecimal digits. */
export const seedTyped = (text: string): string | null => (/^([0-9a-f]{64})?$/.test(text.trim().toLowerCase()) ? text.trim().toLowerCase() : null)

export interface AnswerValues { channel: Channel | ''; answers: Record<string, number>; minutes: string; note: string }
export function checkAnswers(values: AnswerValues, questions: Question[]): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (!values.channel) wrong.channel = 'channel'
  if (values.minutes.trim() && !(whole(values.minutes, 240) && Number(values.minutes) > 0)) wrong.minutes = 'minutes'
  for (const { question } of questions) if (values.answers[question] === undefined) wrong[`answers/${question}`] = 'question'
  return wrong
}
export function answerBody(values: AnswerValues, questions: Question[]): { channel: Channel; answers: Record<string, number>; minutes?: number; note?: string } {
  const minutes = values.minutes.trim()
  const note = values.note.trim()
  return {
    channel: values.channel as Channel,
    answers: Object.fromEntries(questions.map(({ question }) => [question, values.answers[question] ?? 0])),
    ...(minutes ? { minutes: Number(minutes) } : {}),
    ...(note ? { note } : {}),
  }
}
