import { describe, expect, it } from 'vitest'
import { inPanelOrder, lowered, mergeTargets, type FullFinding } from './finding'

const finding = (id: string, more: Partial<FullFinding>) => ({ id, source: 'third_party', state: 'submitted', disputed: false, deduct: '1', ...more }) as FullFinding

describe('the panel', () => {
  it('takes disputed findings first, then departments’, and keeps the order otherwise', () => {
    const rows = [finding('a', {}), finding('b', { source: 'department' }), finding('c', { disputed: true }), finding('d', { source: 'department', disputed: true })]
    expect(inPanelOrder(rows).map((row) => row.id)).toEqual(['c', 'd', 'b', 'a'])
  })
  it('merges only into findings that count', () => {
    const rows = [finding('a', {}), finding('b', { state: 'rejected' }), finding('c', { source: 'self_check' }), finding('d', { state: 'accepted' })]
    expect(mergeTargets(rows).map((row) => row.id)).toEqual(['a', 'd'])
  })
  it('tells what was recorded only when it was lowered', () => {
    expect(lowered(finding('a', { deduct: '0.5', recorded_deduct: '1.00' }))).toBe('1.00')
    expect(lowered(finding('a', { deduct: '1.00', recorded_deduct: '1' }))).toBeNull()
  })
})
