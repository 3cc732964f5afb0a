// The answers of the server about surveys, and small things worked out from them. Shares are numbers for drawing only;
// the figure of record stays the exact string the server wrote.
import type { Day, Exact, Instant, Named, Said } from '@/kernel/types'

export type SurveyState = 'draft' | 'fieldwork' | 'closed' | 'recorded' | 'replaced'
export type SurveyIndex = 'top_two' | 'mean_times_20' | 'mean_minus_1_times_25'
export type StrataBy = 'none' | 'building' | 'household'
export type Channel = 'web' | 'telephone' | 'paper' | 'visit'
export interface Stratum { stratum: string; title: Said; population: number; sample: number; reserve: number }
export interface Survey {
  id: string
  evaluation_id: string
  year: number
  estate: Named & { code: string }
  street: Named
  community: Named | null
  state: SurveyState
  index: SurveyIndex
  half_width: Exact
  level: number
  strata_by: StrataBy
  reserve_percent: number
  back_check_percent: number
  starts: Day
  ends: Day
  party: Named
  seed: string | null
  population: number | null
  sample: number | null
  strata: Stratum[]
  replaces: string | null
  decision: string
  /** letters, not printings */
  letters_printed: number
  figure: Exact | null
  figure_fraction: string | null
  recorded_at: Instant | null
  answered: number
  counted: number
  version: number
  may: { plan: boolean; fieldwork: boolean; check: boolean; record: boolean }
}
export interface Level { level: number; title: Said; counts: boolean }
export interface Question { question: string; theme: string; text: Said; figure: boolean }
export interface Outcome { outcome: string; title: Said; replace: boolean }
export interface Questionnaire {
  title: Said
  item: string
  levels: Level[]
  no_answer: Said
  themes: { theme: string; title: Said }[]
  questions: Question[]
  index: SurveyIndex
  half_width: Exact
  level: number
  smallest_cell: number
  reserve_percent: number
  back_check_percent: number
  outcomes: Outcome[]
  channels: Channel[]
}
export interface Preview { population: number; needed: number; strata: Stratum[]; dwellings: number; vacant: number }

/* field work */
export type DrawnState = 'waiting' | 'open' | 'answered' | 'lost'
export interface Dwelling { id: string; building: string; unit: string | null; floor: string | null; room: string; address: string }
export interface Drawn {
  position: number
  dwelling: Dwelling
  stratum: string
  reserve: boolean
  state: DrawnState
  outcome: string | null
  channel: Channel | '' | null
  interviewer_name: string | null
  answered_on: Day | null
  also_answered: number
  replaced_by: number | null
  back_check: string
  version: number
}
export interface Progress {
  open: number
  answered: number
  lost: number
  waiting: number
  by_building: { building: string; open: number; answered: number; lost: number }[]
  by_interviewer: { name: string; answered: number; contacts: number; refused: number }[]
  by_channel: Partial<Record<Channel, number>>
  response_rate: Exact | null
  coverage_rate: Exact | null
  days_left: number
}
export interface Board { progress: Progress; items: Drawn[]; next: string | null }
export interface BackCheck { position: number; dwelling: Dwelling; interviewer_name: string; answered_on: Day | null; channel: Channel; back_check: string; back_check_note: string; back_checked_by_name: string | null; version: number }
export interface BackChecks { wanted: number; done: number; share: Exact | number; items: BackCheck[] }
export interface Signal { signal: string; interviewer: Named | null; title: Said; detail: Said; value: string | number; limit: string | number }

/* results */
export type Sureness = 'surely_above' | 'probably_above' | 'open' | 'probably_below' | 'surely_below'
export interface Interval { method: string; low: number; high: number }
export interface Estimate {
  answers: number
  estimate: number
  percent: Exact
  standard_error: number
  degrees_of_freedom: number
  intervals: Interval[]
  main: Interval
  notes: Said[]
}
export interface Sure { star: number; grade: Said; threshold: Exact; confidence: number; sureness: Sureness; words: Said }
export interface QuestionResult { question: string; theme: string; text: Said; answers: number | null; no_opinion: number | null; levels: ({ level: number; count: number } | null)[]; estimate: Estimate | null }
export interface Result {
  survey_id: string
  state: SurveyState
  level: number
  index: SurveyIndex
  answers: number
  second: number
  voided: number
  invited: number
  response_rate: Exact | null
  coverage_rate: Exact | null
  no_opinion: number | null
  hidden: boolean
  /** Why nothing is shown: field work goes on, or too few answers. */
  hidden_why?: Said
  figure: Estimate | null
  figure_fraction: string | null
  figure_percent: Exact | null
  sure: Sure[]
  questions: QuestionResult[]
  themes: { theme: string; title: Said; estimate: Estimate | null }[]
  strata: { stratum: string; title: Said; population: number; sample: number; answered: number; estimate: Estimate | null; note?: Said }[]
  notes: Said[]
}
export interface PlaceResult { place: Named & { kind: string }; surveys: number; answers: number; result: Estimate | null; sure: Sure[]; notes?: Said[] }
export interface YearResult { year: number; survey_id: string; figure: Exact | null; answers: number; interval: [number, number] | null; index: SurveyIndex }

export type Kind = 'good' | 'warning' | 'fault' | 'quiet'
export const stateKind = (state: SurveyState | null): Kind => (state === 'recorded' ? 'good' : state === 'closed' ? 'warning' : 'quiet')
export const drawnKind = (state: DrawnState): Kind => ({ answered: 'good', open: 'quiet', lost: 'warning', waiting: 'quiet' } as const)[state]
export const surenessKind = (sureness: Sureness): Kind => ({ surely_above: 'good', probably_above: 'good', open: 'quiet', probably_below: 'warning', surely_below: 'fault' } as const)[sureness]

/** What a list says about all thresholds in one word: the highest star that is at least probable; else how the lowest one stands. */
export function sureSummary(sure: Sure[]): Sure | null {
  const upward = sure.filter((one) => one.star > 0).sort((a, b) => a.star - b.star)
  return [...upward].reverse().find((one) => one.sureness === 'surely_above' || one.sureness === 'probably_above') ?? upward[0] ?? null
}
/** "71", or "99+" / "1−" at the ends: never 0 or 100, a sample is never that sure. */
export function confidenceShown(confidence: number): string {
  const whole = Math.round(confidence * 100)
  return whole >= 100 ? '>99' : whole <= 0 ? '<1' : String(whole)
}

/** "76.4705" → "76.4%", cut: rates are looked at, not recorded. */
export const rate = (value: Exact | null): string => (value === null ? '—' : `${value.replace(/^(\d+)(?:\.(\d)\d*)?$/, (_, whole: string, tenth: string | undefined) => (tenth && tenth !== '0' ? `${whole}.${tenth}` : whole))}%`)

/** Today in the district, whatever the clock of the device is set to. */
export const today = (now = new Date()): Day => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now)
/** Days one can still answer, the last day included; 0 or less: over. */
export function daysLeft(ends: Day, on: Day): number {
  return Math.round((Date.parse(`${ends}T00:00:00Z`) - Date.parse(`${on}T00:00:00Z`)) / 86_400_000) + 1
}
/** Answers to bring in today so that the rest is spread evenly over the days left. */
export function neededToday(wanted: number, answered: number, days: number): number {
  return Math.max(0, Math.ceil((wanted - answered) / Math.max(1, days)))
}
/** Open, answered (kept apart then), or given up without a reserve in its place. */
export const takesAnswers = (row: Pick<Drawn, 'state' | 'replaced_by'>): boolean => row.state === 'open' || row.state === 'answered' || (row.state === 'lost' && row.replaced_by === null)
/** The page of a survey its state asks for. */
export const firstTab = (state: SurveyState): 'survey_plan' | 'survey_field' | 'survey_result' => (state === 'draft' ? 'survey_plan' : state === 'fieldwork' ? 'survey_field' : 'survey_result')

