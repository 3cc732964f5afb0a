// What anybody may see, and how it is put in order for somebody who looks for one estate.
import type { CardChapter, CardItem, Day, Exact, Instant, Named, Said, Scorecard } from '@/kernel/types'
import { isZero } from '@/kernel/format'

export interface PublicYear { year: number; stage: 'notice' | 'final'; notice_from: Day | null; notice_to: Day | null; published_at: Instant | null }
export interface PublicRow { estate: Named; street: Named; total: Exact; satisfaction: Exact | null; civility: Exact | null; star: number; grade: Said }
export interface PublicResults extends PublicYear { district: Said; items: PublicRow[] }
export interface PublicEstate extends Omit<Scorecard, 'stage'>, PublicYear {
  year: number
  plaque: { number: string; valid_to: Day; withdrawn: boolean; state?: 'valid' | 'expired' | 'withdrawn' } | null
  rectifications: { open: number; fixed: number; confirmed: number }
  history: { year: number; star: number; grade: Said; total: Exact }[]
}
export interface PublicPlaque { number: string; estate: Named; star: number; grade: Said; valid_from: Day; valid_to: Day; state: 'valid' | 'expired' | 'withdrawn'; year: number }
export interface PublicObjection { state: 'received' | 'upheld' | 'partly' | 'refused'; answer: string; decided_at: Instant | null }

/** A published model case: only what the pack makes public. `title` is null when it had to be left out. */
export interface PublicCaseHead { id: string; kind: Said; title: string | null; street: string | null; estate: string | null; photo: string | null }
export interface PublicCase extends PublicCaseHead { fields: { field: string; title: Said; text: Said }[]; photos: { id: string }[] }

export interface StarGroup { star: number; grade: Said; count: number; streets: { street: Named; rows: PublicRow[] }[] }
/** Highest star first, without a star last; inside by street, as the server ordered them. `search` keeps names that contain it. */
export function byStar(rows: PublicRow[], search = ''): StarGroup[] {
  const groups = new Map<string, StarGroup>()
  for (const row of rows.filter((one) => one.estate.name.includes(search.trim()) || one.street.name.includes(search.trim()))) {
    const key = `${row.star} ${JSON.stringify(row.grade)}`
    const group = groups.get(key) ?? { star: row.star, grade: row.grade, count: 0, streets: [] }
    let street = group.streets.find((one) => one.street.id === row.street.id)
    if (!street) group.streets.push((street = { street: row.street, rows: [] }))
    street.rows.push(row)
    group.count++
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.star - a.star)
}

export const lostItems = (chapter: CardChapter): CardItem[] => chapter.groups.flatMap((group) => group.items.filter((item) => !isZero(item.lost)))
/** Is the notice open on that day (both days included)? Days compare as text. */
export const noticeOpen = (year: Pick<PublicYear, 'stage' | 'notice_from' | 'notice_to'>, today: Day): boolean => year.stage === 'notice' && !!year.notice_from && !!year.notice_to && year.notice_from <= today && today <= year.notice_to
/** Today in China, whatever the clock of the device says about zones. */
export const todayInChina = (now = new Date()): Day => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
/** "abcd 1234" → "ABCD-1234" as printed: only for showing; the server reads any form. */
export const receiptShown = (receipt: string): string => receipt.replace(/[\s-]/g, '').toUpperCase().replace(/(.{4})(?=.)/g, '$1-')
/** Does a text hold what looks like a telephone or identity number? The server decides; this warns while typing. */
export const holdsPrivateNumber = (text: string): boolean => /\d{11,}|\d{17}[\dXx]|\d{3,4}[-－]\d{7,8}/.test(text.replace(/[\s,，]/g, ''))
