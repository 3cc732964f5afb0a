import { describe, expect, it } from 'vitest'
import { eraseDraft, keepDraft, liveDrafts, type Draft, type Shelf } from './draft'

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, get length() { return kept.size }, key: (index) => [...kept.keys()][index] ?? null, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) }
}
const draft = (code: string, until: string): Draft => ({
  code, answers: { overall: 5 }, waiting: false, uncertain: false,
  opened: { estate: { name: '样例苑' }, title: '', until, letter_note: '', levels: [], no_answer: '', questions: [{ question: 'overall', theme: 'overall', text: '' }], answered: false },
})

describe('the draft of an answer', () => {
  it('is found again by its code until the last day of the survey', () => {
    const phone = shelf()
    keepDraft(draft('AAAAAAAAAA', '2026-11-24'), phone)
    expect(liveDrafts('2026-11-24', phone).map((one) => one.code)).toEqual(['AAAAAAAAAA'])
  })
  it('is erased once the survey is over, without touching what is not ours', () => {
    const phone = shelf()
    phone.setItem('anju.language', 'en')
    keepDraft(draft('AAAAAAAAAA', '2026-11-23'), phone)
    keepDraft(draft('BBBBBBBBBB', '2026-12-01'), phone)
    expect(liveDrafts('2026-11-24', phone).map((one) => one.code)).toEqual(['BBBBBBBBBB'])
    expect([...phone.kept.keys()]).toEqual(['anju.language', 'anju.answer.BBBBBBBBBB'])
  })
  it('is erased when it cannot be read', () => {
    const phone = shelf()
    phone.setItem('anju.answer.CCCCCCCCCC', '{"code":')
    expect(liveDrafts('2026-11-24', phone)).toEqual([])
    expect(phone.kept.size).toBe(0)
  })
  it('is gone after sending', () => {
    const phone = shelf()
    keepDraft(draft('AAAAAAAAAA', '2026-12-01'), phone)
    eraseDraft('AAAAAAAAAA', phone)
    expect(phone.kept.size).toBe(0)
  })
  it('may be lost on a phone that keeps nothing, and nothing else breaks', () => {
    const refusing: Shelf = { ...shelf(), setItem: () => { throw new DOMException('full', 'QuotaExceededError') } }
    expect(() => keepDraft(draft('AAAAAAAAAA', '2026-12-01'), refusing)).not.toThrow()
    expect(liveDrafts('2026-11-24', null)).toEqual([])
  })
})
