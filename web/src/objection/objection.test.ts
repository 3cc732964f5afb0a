import { describe, expect, it } from 'vitest'
import { changesOf, lowerSteps } from './objection'

describe('the answer to an objection', () => {
  it('carries only the findings that change', () => {
    expect(changesOf({ a: '', b: 'withdraw', c: '0.5' })).toEqual([{ finding_id: 'b', withdraw: true }, { finding_id: 'c', withdraw: false, deduct: '0.5' }])
  })
  it('lowers to a step below what is deducted, compared exactly', () => {
    expect(lowerSteps(['0.5', '1', '1.5', '10'], '1.50')).toEqual(['0.5', '1'])
  })
})
