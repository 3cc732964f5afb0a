// The answers of the server, as the HTTP contract names them. Points and percents are exact decimal strings.
export interface Text { zh: string; en: string }
export type Said = Text | string | null | undefined
/** Exact decimal number as the server wrote it: "7.5". Compare with `compare()` of format.ts, never as a float. */
export type Exact = string
/** "2026-11-24" */
export type Day = string
/** RFC 3339 with +08:00 */
export type Instant = string

export interface Listing<T> { items: T[]; next: string | null }
export interface FieldError { field: string; zh: string; en: string }
export interface Named { id: string; name: string }

/* account */
export interface Grant { role: string; title: Said; place: Named | null; party: Named | null }
export interface Account { id: string; name: string; display_name: string; must_change_password: boolean; rights: string[]; roles: Grant[] }
export interface Me { account: Account | null; csrf_token: string }

/* journal */
export interface JournalLine {
  at: Instant
  actor_name: string
  act: string
  act_title: Said
  why: string | null
  before: unknown
  after: unknown
  photos?: { id: string }[]
}

/* place and party */
export type Stage = 'pending' | 'settled'
export type PlaceKind = 'district' | 'street' | 'community' | 'estate'
export interface Place { id: string; kind: PlaceKind; code: string; name: string; parent_id: string | null; stage: Stage | null; households: number | null }
export interface EstateRow { id: string; code: string; name: string; stage: Stage; households: number | null; street: Named; community: Named | null }
export interface EstateParty { part: string; part_title?: Said; from?: Day; party: { id: string; name: string; kind: string } }
export interface EstateDuty { duty: string; party_kind?: string; party_title?: Said; title: Said; text: Said; place: string; stage: string | null; party: Named | null; items: string[] }
export interface Estate extends EstateRow {
  address: string | null
  buildings: number
  dwellings: number
  stages: { from: Day | null; stage: Stage; why: string | null }[]
  parties: EstateParty[]
  duties: EstateDuty[]
  version: number
}
export interface Building { id: string; name: string; dwellings: number }
export interface Party { id: string; kind: string; kind_title: Said; name: string; department: string | null; credit_code: string | null; place: Named | null; state: string; estates: number; version: number }
export interface Duty { duty: string; party: string; party_title: Said; department: string | null; department_title: Said; stage: string | null; title: Said; text: Said; place: string; items: string[] }
export interface Holder { id: string; unit: string; name: string; from: Day }
export interface LeadingGroup {
  group_kind: string
  place: Named
  title: Said
  place_in_document: string
  posts: { post: string; title: Said; unit: Said; holder: Holder | null }[]
  units: { unit: string; title: Said; holder: Holder | null }[]
}

/* standard */
export interface Law { title: string; article: string | null; cited: boolean; replaced_by: string | null; note: Said }
export interface Rule { kind: string; explain: Said; allowed?: Exact[]; takes_measure?: boolean }
export interface StandardItem {
  item: string
  points: Exact
  title: Said
  place: string
  checks: Said[]
  law: Law[]
  shown_by: string[]
  may_not_apply: Said
  rule: Rule
}
export interface StandardGroup { group: string; title: Said; points: Exact; items: StandardItem[] }
export interface StandardChapter { chapter: string; title: Said; points: Exact; groups: StandardGroup[] }
export interface StarLine { star: number; grade: Said; points: Exact; satisfaction: Exact }
export interface Standard {
  pack: string
  version: string
  hash: string
  title: Said
  source: Said
  full_points: Exact
  chapters: StandardChapter[]
  stars: StarLine[]
  fails: { satisfaction_below: Exact; grade: Said }
  key: string
}
export interface Reading {
  reading: string
  title: Said
  question: Said
  place: string
  choices: { choice: string; title: Said }[]
  chosen: string
  reason: Said
  documented_only: boolean
}
export interface StepRule { step: string; title: Said; text: Said; by: string[]; deadline: { days: number; count: 'working' | 'calendar' } }

/* evaluation */
export interface EvaluationRow { id: string; year: number; step: string; published_at: Instant | null }
export interface EvaluationStep {
  step: string
  title: Said
  text: Said
  by: string[]
  state: 'done' | 'running' | 'waiting'
  started_at: Instant | null
  due: Day | null
  done_at: Instant | null
  done_by: string | null
  overdue: boolean
  working_days_left: number | null
  progress: { done: number; total: number; missing: { what: Said; estate: Named | null }[] } | null
}
export interface Evaluation extends EvaluationRow {
  pack_hash: string
  pack_version: string
  cut_off: Day | null
  survey_method: string | null
  note: string | null
  notice_from: Day | null
  notice_to: Day | null
  version: number
  estates: number
  steps: EvaluationStep[]
}

/* rating */
export type CardName = 'official' | 'provisional' | 'self_check' | 'department' | 'third_party'
export type Outcome = 'star' | 'unrated' | 'fails' | 'incomplete' | 'stage_not_rated'
export interface CardFinding { id?: string; reason: string; deduct: Exact; spot: string | null; photos: { id: string }[] }
export interface CardItem {
  item: string
  title: Said
  points: Exact
  held: Exact
  lost: Exact
  not_applicable: boolean
  missing: boolean
  measure: Exact | null
  arithmetic: Said
  place: string
  rule: Rule | Said
  findings: CardFinding[]
}
export interface CardGroup { group: string; title: Said; points: Exact; held: Exact; items: CardItem[] }
export interface CardChapter { chapter: string; title: Said; points: Exact; held: Exact; groups: CardGroup[] }
export interface ShortRectification { id: string; state: RectificationState; due: Day | null; party: Named | string | null; working_days_left?: number | null }
export interface ShortItem {
  item: string
  title: Said
  points: Exact
  findings?: { id: string; reason: string; rectification: ShortRectification | null }[]
}
export interface Shortfall {
  star: number
  grade: Said
  points: Exact
  satisfaction: Exact
  points_from_satisfaction?: Exact
  reachable?: boolean
  items: ShortItem[]
}
export interface Scorecard {
  estate: Named
  street: Named
  community: Named | null
  stage: Stage
  card: CardName
  year: number
  pack_hash: string
  total: Exact
  full_points: Exact
  satisfaction: Exact | null
  civility: Exact | null
  star: number
  grade: Said
  outcome: Outcome
  sentence: Said
  shortfall: Shortfall | null
  missing: string[]
  chapters: CardChapter[]
}
export interface ComparisonItem { item: string; title: Said; points: Exact; self_check: Exact | null; department: Exact | null; third_party: Exact | null; official: Exact | null; differs: boolean }
export interface Comparison { cards: { card: CardName; total: Exact | null; star: number; grade: Said }[]; items: ComparisonItem[] }
export interface RankRow {
  rank: number
  estate: Named & { code?: string }
  street: Named
  stage: Stage
  total: Exact
  satisfaction: Exact | null
  civility: Exact | null
  star: number
  grade: Said
  outcome: Outcome
  chapters: Record<string, Exact>
  short_star: number | null
  short_points: Exact | null
  short_satisfaction: Exact | null
  short_items: number | null
}
export interface Ranking { card: CardName; items: RankRow[] }
export interface MatrixColumn { item: string; title: Said; points: Exact; group: string }
export interface MatrixRow { estate: Named; street: Named | string; lost: Exact[]; not_applicable: number[] }
export interface Matrix { items: MatrixColumn[]; rows: MatrixRow[] }
export interface LadderRung { estate: Named; street: Named; total: Exact; star: number; grade: Said; short: Shortfall }
export interface Cockpit {
  evaluation: Evaluation | null
  card: CardName | null
  star_counts: Record<string, number>; stars?: { star: number; grade: Said }[]
  ladder: LadderRung[]
  ranking: RankRow[]
  matrix: Matrix
}
export interface HistoryRow { year: number; evaluation_id: string; total: Exact; satisfaction: Exact | null; civility: Exact | null; star: number; grade: Said; published: boolean }

/* finding and rectification */
export interface Finding {
  id: string
  evaluation_id: string
  year: number
  estate: Named
  street: Named
  source: string
  inspection_id: string | null
  item: string
  item_title: Said
  check_point: number | null
  deduct: Exact
  reason: string
  spot: string | null
  state: string
  merged_into: string | null
  decision: string | null
  decided_at: Instant | null
  decided_by_name: string | null
  created_at: Instant
  version: number
  photos: { id: string }[]
  opinions: { stance: string; reason: string; account_name: string; at: Instant }[]
  disputed: boolean
  rectification: { id: string; state: RectificationState; due: Day | null } | null
  corrections?: { before: unknown; after: unknown; why: string; at: Instant }[]
}
/** `closed`: of a finding of the daily work that the register withdrew before anybody reported it mended. */
export type RectificationState = 'open' | 'fixed' | 'confirmed' | 'closed'
export interface Rectification {
  id: string
  /** null: it comes from a record, see `origin` */
  finding: { id: string; item: string; item_title: Said; reason: string; deduct: Exact; year: number | null; photos: { id: string }[] } | null
  /** the record whose act opened it; null: it comes from a finding, or the record is no longer kept */
  origin: { record_id: string; register: string; title: Said; name: string; deleted: boolean } | null
  /** what is wrong, of the finding or of the record */
  what: string
  item_title: Said
  estate: Named
  street: Named
  item: string
  party: Named | null
  state: RectificationState
  due: Day | null
  working_days_left: number | null
  overdue: boolean
  note: string | null
  assigned_at: Instant
  fixed_at: Instant | null
  fixed_by_name: string | null
  fix_note: string | null
  photos: { id: string }[]
  confirmed_at: Instant | null
  confirmed_by_name: string | null
  reopened: number
  relapse_of: { year: number; finding_id: string } | null
  /** of a finding of the daily work; `cured`: when the register withdrew it, or what it came from was withdrawn, and why */
  daily?: boolean
  cured?: { at: Instant; why: string } | null
  version: number
}

/* jobs */
export interface Job<Result = unknown> { id: string; kind: string; state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'; done: number; total: number; result: Result | null; problem: string | { code: string; message: Text } | null }
