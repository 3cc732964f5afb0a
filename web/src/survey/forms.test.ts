import { describe, expect, it } from 'vitest'
import { answerBody, checkAnswers, checkPlan, planBody, planValues, previewQuery, seedTyped, type AnswerValues, type PlanValues } from './forms'
import type { Question, Questionnaire, Survey } from './survey'

const questionnaire = { index: 'top_two', half_width: '5.0000', level: 95, reserve_percent: 50, back_check_percent: 20 } as Questionnaire
const full: PlanValues = { ...planValues(questionnaire, null, 'party-1'), starts: '2026-10-01', ends: '2026-10-31' }

describe('the plan', () => {
  it('begins with what the questionnaire proposes and the assessor of the estate', () => {
    expect(planValues(questionnaire, null, 'party-1')).toMatchObject({ index: 'top_two', half_width: '5', level: '95', reserve_percent: '50', back_check_percent: '20', party_id: 'party-1', decision: '' })
  })
  it('that replaces another keeps its figures, but asks for days and reason anew', () => {
    const before = { ...questionnaire, half_width: '4', strata_by: 'none', starts: '2026-10-01', ends: '2026-10-31', party: { id: 'party-2', name: '' }, decision: '以前的理由' } as unknown as Survey
    expect(planValues(questionnaire, before, '', true)).toMatchObject({ half_width: '4', strata_by: 'none', starts: null, ends: null, party_id: 'party-2', decision: '' })
    expect(planValues(questionnaire, before, '')).toMatchObject({ starts: '2026-10-01', decision: '以前的理由' })
  })
  it('becomes the body the server takes: exact precision as text, whole numbers as numbers, no empty reason', () => {
    expect(planBody({ ...full, half_width: ' 4.50 % ' })).toEqual({ index: 'top_two', half_width: '4.5', level: 95, strata_by: 'building', reserve_percent: 50, back_check_percent: 20, starts: '2026-10-01', ends: '2026-10-31', party_id: 'party-1' })
    expect(planBody({ ...full, decision: ' 漏了九幢，办公室决定重抽 ' }).decision).toBe('漏了九幢，办公室决定重抽')
  })
  it('names every field that is wrong', () => {
    expect(checkPlan(full, false)).toEqual({})
    expect(checkPlan({ ...full, party_id: '', half_width: '0', reserve_percent: '501', back_check_percent: '1.5', starts: null, ends: null }, true)).toEqual({ party_id: 'party_id', half_width: 'half_width', reserve_percent: 'reserve_percent', back_check_percent: 'back_check_percent', starts: 'starts', ends: 'ends', decision: 'decision' })
    expect(checkPlan({ ...full, ends: '2026-09-30' }, false)).toEqual({ ends: 'order' })
    expect(checkPlan({ ...full, ends: '2026-10-01' }, false)).toEqual({})
  })
  it('needs ten characters of reason only when it replaces another', () => {
    expect(checkPlan({ ...full, decision: '办公室决定重抽' }, true)).toEqual({ decision: 'decision' })
    expect(checkPlan({ ...full, decision: '漏了九幢，办公室决定重抽' }, true)).toEqual({})
  })
  it('asks for no preview while a number is half typed', () => {
    expect(previewQuery({ ...full, half_width: '' })).toBeNull()
    expect(previewQuery({ ...full, half_width: '50' })).toBeNull()
    expect(previewQuery({ ...full, reserve_percent: '5x' })).toBeNull()
    expect(previewQuery(full)).toEqual({ strata_by: 'building', half_width: '5', level: '95', reserve_percent: '50' })
  })
  it('takes a seed of 64 hexadecimal digits or none', () => {
    expect(seedTyped('')).toBe('')
    expect(seedTyped(` ${'AB12'.repeat(16)} `)).toBe('ab12'.repeat(16))
    expect(seedTyped('ab12')).toBeNull()
    expect(seedTyped('g'.repeat(64))).toBeNull()
  })
})

describe('the answers an interviewer enters', () => {
  const questions = [{ question: 'overall' }, { question: 'staff' }] as Question[]
  const values: AnswerValues = { channel: 'visit', answers: { overall: 5, staff: 0 }, minutes: '', note: '' }
  it('need every question; “does not know” is an answer', () => {
    expect(checkAnswers(values, questions)).toEqual({})
    expect(checkAnswers({ ...values, channel: '', answers: { overall: 5 } }, questions)).toEqual({ channel: 'channel', 'answers/staff': 'question' })
  })
  it('refuse minutes that are no whole number from 1 to 240', () => {
    for (const minutes of ['0', '241', '1.5', 'x']) expect(checkAnswers({ ...values, minutes }, questions)).toEqual({ minutes: 'minutes' })
  })
  it('are sent without empty fields and without questions nobody asked', () => {
    expect(answerBody({ ...values, answers: { ...values.answers, old: 3 } }, questions)).toEqual({ channel: 'visit', answers: { overall: 5, staff: 0 } })
    expect(answerBody({ ...values, minutes: ' 6 ', note: ' 女儿代答 ' }, questions)).toMatchObject({ minutes: 6, note: '女儿代答' })
  })
})
