// The answers of the daily work, and what can be worked out from them without drawing.
import { compare, subtract } from '@/kernel/format'
import type { CardChapter, CardFinding, CardItem, Day, Exact, Instant, Listing, Named, Said, Text } from '@/kernel/types'

/* what must be done */
export interface Todo { kind: string; title: Said; detail: Said; estate: Named | null; record_id: string | null; link: string; due: Day | null; days_left: number | null }
export interface TodoList { items: Todo[]; counts: { missed: number; today: number; week: number; all: number } }
export const urgencies = ['missed', 'today', 'week', 'later', 'undated'] as const
export type Urgency = (typeof urgencies)[number]

/** The same lines the server draws when it counts: late, due today, due within seven days. */
export function urgencyOf({ kind, days_left: left }: Pick<Todo, 'kind' | 'days_left'>): Urgency {
  if (kind === 'missed' || (left !== null && left < 0)) return 'missed'
  if (left === null) return 'undated'
  return left === 0 ? 'today' : left <= 7 ? 'week' : 'later'
}
/** Groups in the order of urgency, empty ones left out; within one the server's order stays. `week` shows today too, as its count does. */
export function grouped(items: Todo[], only = ''): { urgency: Urgency; items: Todo[] }[] {
  const shown = (urgency: Urgency) => !only || urgency === only || (only === 'week' && urgency === 'today')
  return urgencies.filter(shown).map((urgency) => ({ urgency, items: items.filter((one) => urgencyOf(one) === urgency) })).filter((group) => group.items.length)
}
/* what may be done */
export interface ActLine { record: Named; place: Named; state: string; state_title: Said; acts: { act: string; title: Said }[]; changed_at: Instant; link: string }
export interface ActGroup { register: string; title: Said; level: string; count: number; items: ActLine[]; next: string | null }
export interface ActList { groups: ActGroup[]; most_counted: number }
/** The server stops counting at `most`. */
export const countOf = (count: number, most: number): string => (count >= most ? `${most}+` : String(count))

/** Only addresses of this site are followed. */
export const linkOf = (link: string): string | null => (/^\/(?![/\\])/.test(link) ? link : null)

/* live scores */
export interface LiveRow { estate: Named; street: Named; total: Exact; full: Exact; star: number; grade?: Said; findings: number; change_7_days: Exact | null; at: Instant }
export interface LiveFinding { id: string; watch: string; title: Said; record: { id: string; register: string; name: string } | null; text: Text; deduct: Exact; opened_at: Instant }
export interface LiveItem { code: string; title: Said; points: Exact; held: Exact; findings: LiveFinding[] }
export interface Lift { finding_id: string; item: string; title: Said; gain: Exact }
export interface NextStar { star: number; grade: Said; missing_points: Exact; missing_satisfaction: Exact; reachable?: boolean; lifts: Lift[] }
export interface Live {
  estate: Named
  total: Exact
  full: Exact
  star: number
  grade?: Said
  sentence?: Said
  satisfaction: { value: Exact; year: number } | null
  civility: { value: Exact; year: number } | null
  assumed?: string[]
  chapters: CardChapter[]
  items: LiveItem[]
  next_star: NextStar | null
  others: { self_check: { total: Exact; year?: number } | null; third_party: { total: Exact; year?: number } | null }
  at?: Instant | null
}
export interface TrendDay { day: Day; total: Exact; star: number; findings: number }
export type Trend = Listing<TrendDay>

/** The rank of each row of a list that is ordered by total, best first; equal totals share a rank. */
export function ranksOf(rows: Pick<LiveRow, 'total'>[]): number[] {
  const ranks: number[] = []
  rows.forEach((row, index) => ranks.push(index && compare(row.total, rows[index - 1]!.total) === 0 ? ranks[index - 1]! : index + 1))
  return ranks
}
export function direction(change: Exact | null): 'up' | 'down' | 'same' | 'unknown' {
  if (change === null) return 'unknown'
  const sign = compare(change, '0')
  return sign > 0 ? 'up' : sign < 0 ? 'down' : 'same'
}
export const findingsById = (items: LiveItem[]): Map<string, LiveFinding> => new Map(items.flatMap((item) => item.findings.map((finding) => [finding.id, finding] as const)))

/** The live chapters as a scorecard shows them: each finding in the words of its evidence; percentages nobody published are not shown as measured. */
export function cardOf(live: Pick<Live, 'chapters' | 'items' | 'assumed'>, say: (text: Said) => string, notPublished: Said): { chapters: CardChapter[] } {
  const known = findingsById(live.items)
  const finding = (one: CardFinding): CardFinding => {
    const found = one.id ? known.get(one.id) : undefined
    return { ...one, photos: one.photos ?? [], reason: found ? say(found.text) || say(found.title) : one.reason }
  }
  const item = (one: CardItem): CardItem => ({ ...one, findings: one.findings.map(finding), ...(live.assumed?.includes(one.item) ? { measure: null, arithmetic: notPublished } : {}) })
  return { chapters: live.chapters.map((chapter) => ({ ...chapter, groups: chapter.groups.map((group) => ({ ...group, items: group.items.map(item) })) })) }
}

/** Days on which the score, the star or the number of findings changed, latest first, with the difference to the days before. */
export function changedDays(days: TrendDay[]): (TrendDay & { change: Exact | null })[] {
  return days
    .map((day, index) => ({ ...day, before: days[index - 1] }))
    .filter(({ before, ...day }) => !before || compare(before.total, day.total) !== 0 || before.star !== day.star || before.findings !== day.findings)
    .map(({ before, ...day }) => ({ ...day, change: before ? subtract(day.total, before.total) : null }))
    .reverse()
}
/** Where the axis of a trend begins: a round figure a little below the lowest value or the nearest star line below it. */
export function axisFloor(totals: Exact[], marks: Exact[], full: Exact): number {
  if (!totals.length) return 0
  const low = Math.min(...totals.map(Number))
  const below = marks.map(Number).filter((mark) => mark <= low)
  const from = below.length ? Math.max(...below) : low
  return Math.max(0, Math.floor((Math.min(from, low) - Number(full) / 60) / 10) * 10)
}

/* the day of an estate */
export interface DayFinding { id: string; watch: string; title: Said; text: Text; item: string | null; deduct: Exact | null; at: Instant }
export interface RecordLink { id: string; register: string; name: string }
export interface EstateDay {
  day: Day
  live: { total: Exact; star: number; findings?: number; change: Exact | null } | null
  opened: DayFinding[]
  cured: DayFinding[]
  acts: { at: Instant; by_name: string; title: Said; record: RecordLink }[]
  due: { title: Said; record: RecordLink; due: Day; state?: string }[]
  records_added: { register: string; title: Said; count: number }[]
}
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayAfter(text, 0) === text
/** "2026-02-28", 1 → "2026-03-01" */
export function dayAfter(day: Day, days: number): Day {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
export const nothingHappened = (day: EstateDay): boolean => ![day.opened, day.cured, day.acts, day.due, day.records_added].some((list) => list.length)

/* notices */
export const noticeKinds = ['finding', 'cured', 'expiring', 'missed', 'reminder', 'escalated', 'star.changed'] as const
export interface Notice { id: string; kind: string; text: Said; estate: Named | null; record_id: string | null; at: Instant; read: boolean }
export interface Notices extends Listing<Notice> { unread: number }
export type Sign = 'good' | 'warning' | 'fault' | 'quiet'
export function signOf(kind: string): Sign {
  return ({ finding: 'fault', missed: 'fault', escalated: 'fault', cured: 'good', 'star.changed': 'warning', expiring: 'warning', reminder: 'warning' } as Record<string, Sign>)[kind] ?? 'quiet'
}
/** Where a notice leads: to the record it is about, else to the estate's live score. */
export function placeOf(notice: Pick<Notice, 'record_id' | 'estate'>): string | null {
  if (notice.record_id) return `/r/${notice.record_id}`
  return notice.estate ? `/live/${notice.estate.id}` : null
}
/** Notices by day, in the order they come. */
export function byDay(notices: Notice[]): { day: Day; notices: Notice[] }[] {
  const days: { day: Day; notices: Notice[] }[] = []
  for (const notice of notices) {
    const day = notice.at.slice(0, 10)
    if (days.at(-1)?.day !== day) days.push({ day, notices: [] })
    days.at(-1)!.notices.push(notice)
  }
  return days
}
/** The newest id: ids of notices are in the order of time. */
export const newest = (notices: Notice[]): string => notices.reduce((last, { id }) => (id > last ? id : last), '')
export const countShown = (unread: number): string => (unread > 99 ? '99+' : String(unread))

/* webhooks */
export interface Webhook { id: string; title: string; url: string; kinds: string[]; active: boolean; place: Named; created_at: Instant; version: number }
export interface Delivery { id: string; kind: string; at: Instant; tries: number; next_at: Instant | null; state: string; last_status: number | null; last_problem: string }
export function deliverySign(state: string, tries: number): Sign {
  if (state === 'sent') return 'good'
  if (state === 'given_up') return 'fault'
  return tries ? 'warning' : 'quiet'
}
/** What the receiver answered: its status, or why there was none. The server writes "status 503" where it had nothing to add. */
export function answerOf({ last_status: status, last_problem: problem }: Pick<Delivery, 'last_status' | 'last_problem'>): string {
  if (status === null) return problem
  return !problem || problem === `status ${status}` ? String(status) : `${status} ${problem}`
}
