import { describe, expect, it } from 'vitest'
import en from './en'
import { answeredCount, bodyOf, firstOpen, fitting, placeAfter, receiptShown, titleOf, todayInChina, type Opened } from './sheet'
import zh from './zh'

const opened: Opened = {
  estate: { name: '样例苑' }, title: '', until: '2026-12-01', letter_note: '', answered: false, no_answer: { zh: '不了解', en: 'Don’t know' },
  levels: [5, 4, 3, 2, 1].map((level) => ({ level, title: { zh: `第${level}档`, en: `Level ${level}` } })),
  questions: ['overall', 'property', 'safety'].map((question) => ({ question, theme: question, text: question })),
}

describe('the sheet of answers', () => {
  it('goes on at the first question without an answer; "don’t know" is an answer', () => {
    expect(firstOpen(opened.questions, { overall: 0, safety: 3 })).toBe(1)
    expect(answeredCount(opened.questions, { overall: 0, safety: 3 })).toBe(2)
  })
  it('is sent only when every question has an answer', () => {
    expect(bodyOf('AAAAAAAAAA', opened, { overall: 5, property: 0 })).toBeNull()
    expect(bodyOf('AAAAAAAAAA', opened, { overall: 5, property: 0, safety: 1 })).toEqual({ code: 'AAAAAAAAAA', answers: { overall: 5, property: 0, safety: 1 } })
  })
  it('drops answers an older draft holds to questions or levels that are not there', () => {
    expect(fitting(opened, { overall: 6, property: 2, parking: 5 })).toEqual({ property: 2 })
  })
  it('leads on to the next question, at the end or when mending back to the list', () => {
    expect([placeAfter(0, 3, false), placeAfter(2, 3, false), placeAfter(0, 3, true)]).toEqual([1, 'list', 'list'])
  })
  it('names a level, the missing opinion, and nothing for no answer', () => {
    expect(titleOf(opened, 4)).toEqual({ zh: '第4档', en: 'Level 4' })
    expect(titleOf(opened, 0)).toBe(opened.no_answer)
    expect(titleOf(opened, undefined)).toBe('')
  })
  it('shows a receipt in groups that can be copied by hand', () => {
    expect(receiptShown('k7m29xq4')).toBe('K7M2-9XQ4')
    expect(receiptShown('2026/17')).toBe('2026/17')
  })
  it('knows the day in China whatever the zone of the phone', () => {
    expect(todayInChina(new Date('2026-11-24T16:30:00Z'))).toBe('2026-11-25')
  })
})

type Tree = { [key: string]: string | Tree }
const leaves = (tree: Tree, path = ''): [string, string][] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`)))
describe('the words of the answer page', () => {
  it('have the same gaps in both languages, and no Chinese in the English', () => {
    const english = new Map(leaves(en))
    for (const [key, message] of leaves(zh)) {
      const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
      expect(gaps(english.get(key) ?? ''), key).toEqual(gaps(message))
      if (key !== 'language') expect(english.get(key), key).not.toMatch(/[一-鿿]/)
    }
  })
})
