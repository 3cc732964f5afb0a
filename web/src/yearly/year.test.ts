import { describe, expect, it } from 'vitest'
import type { EstateRow, EvaluationStep } from '@/kernel/types'
import { byStreet, gathered, placeToDo, runningStep, stepAfter, toggled } from './year'

const step = (name: string, state: EvaluationStep['state']) => ({ step: name, state }) as EvaluationStep
const estate = (id: string, street: string) => ({ id, name: id, street: { id: street, name: street } }) as EstateRow

describe('a year', () => {
  it('knows the running step and the one after it', () => {
    const steps = [step('panel', 'done'), step('notice', 'running'), step('final', 'waiting')]
    expect(runningStep(steps)?.step).toBe('notice')
    expect(stepAfter(steps)?.step).toBe('final')
  })
  it('has no step after the last, and no running one when closed', () => {
    expect(stepAfter([step('publication', 'running')])).toBeNull()
    expect(runningStep([step('publication', 'done')])).toBeNull()
  })
  it('leads from what is missing to where it is done', () => {
    expect(placeToDo('self_check', { what: 'x', estate: { id: 'e1', name: 'E' } })).toEqual({ name: 'inspections', query: { source: 'self_check', estate: 'e1' } })
    expect(placeToDo('notice', { what: 'x', estate: null })).toEqual({ name: 'objections', query: { state: 'received' } })
    expect(placeToDo('publication', { what: 'x', estate: null })).toBeNull()
  })
  it('tells what reads the same only once', () => {
    const missing = [{ what: 'no self-check', estate: { id: '1', name: 'a' } }, { what: 'no self-check', estate: { id: '2', name: 'b' } }, { what: 'no assessor', estate: null }]
    expect(gathered(missing, String).map(({ what, entries }) => [what, entries.length])).toEqual([['no self-check', 2], ['no assessor', 1]])
  })
})

describe('choosing estates', () => {
  it('groups them by street in the order they came', () => {
    expect(byStreet([estate('1', 'x'), estate('2', 'y'), estate('3', 'x')]).map((group) => group.estates.map((one) => one.id))).toEqual([['1', '3'], ['2']])
  })
  it('chooses a whole street, and lets it go when it was whole', () => {
    expect(toggled(['1'], ['1', '2'])).toEqual(['1', '2'])
    expect(toggled(['1', '2', '3'], ['1', '2'])).toEqual(['3'])
  })
})
