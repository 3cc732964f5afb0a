// The questions as the server gives them, the answers as they become, and the body that is sent.
import type { Day, Said } from '@/kernel/types'

export interface Level { level: number; title: Said }
export interface Question { question: string; theme: string; text: Said }
export interface Opened {
  estate: { name: string }
  title: Said
  until: Day
  letter_note: Said
  levels: Level[]
  no_answer: Said
  questions: Question[]
  answered: boolean
}
export type Answers = Record<string, number>
/** 不了解 */
export const noOpinion = 0

/** The place of the first question without an answer; the number of questions when there is none. */
export function firstOpen(questions: Question[], answers: Answers): number {
  const place = questions.findIndex((one) => answers[one.question] === undefined)
  return place < 0 ? questions.length : place
}
export const answeredCount = (questions: Question[], answers: Answers): number => questions.filter((one) => answers[one.question] !== undefined).length

/** Answers to questions that are asked, with levels that exist: what an older draft may still hold besides falls away. */
export function fitting(opened: Opened, answers: Answers): Answers {
  const levels = opened.levels.map((one) => one.level).concat(noOpinion)
  const kept: Answers = {}
  for (const { question } of opened.questions) {
    const answer = answers[question]
    if (answer !== undefined && levels.indexOf(answer) >= 0) kept[question] = answer
  }
  return kept
}
/** What is sent; null while a question is open. */
export function bodyOf(code: string, opened: Opened, answers: Answers): { code: string; answers: Answers } | null {
  const kept = fitting(opened, answers)
  return firstOpen(opened.questions, kept) < opened.questions.length ? null : { code, answers: kept }
}
/** Where one goes after an answer: back to the list when one came from there, else to the next question, else to the list. */
export const placeAfter = (place: number, count: number, fromList: boolean): number | 'list' => (fromList || place + 1 >= count ? 'list' : place + 1)
export const titleOf = (opened: Opened, answer: number | undefined): Said => {
  if (answer === undefined) return ''
  const found = opened.levels.filter((one) => one.level === answer)[0]
  return found ? found.title : opened.no_answer
}
/** "K7M29XQ4" → "K7M2-9XQ4": easier to write down. */
export const receiptShown = (receipt: string): string => (/^[0-9A-Za-z]+$/.test(receipt) ? receipt.toUpperCase().replace(/(.{4})(?=.)/g, '$1-') : receipt)
/** Today in China, whatever zone the phone is set to. */
export const todayInChina = (now = new Date()): Day => new Date(now.getTime() + 8 * 3600000).toISOString().slice(0, 10)
