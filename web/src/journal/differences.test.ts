import { describe, expect, it } from 'vitest'
import { differences, wordsOfPath } from './differences'

describe('the differences of an act', () => {
  it('are the values that changed, not those that stayed', () => {
    expect(differences({ state: 'open', note: 'a', version: 1 }, { state: 'fixed', note: 'a', version: 2 })).toEqual([{ field: 'state', before: 'open', after: 'fixed' }])
  })
  it('reach into lists of grants', () => {
    const found = differences({ grants: [{ role: 'assessor' }] }, { grants: [{ role: 'assessor' }, { role: 'assessor_lead' }] })
    expect(found).toEqual([{ field: 'grants.1.role', before: '—', after: 'assessor_lead' }])
    expect(wordsOfPath('grants.1.role')).toEqual(['grants', 'role'])
  })
  it('show everything of something new, and what was taken away', () => {
    expect(differences(null, { number: 'GS1', star: 5 })).toHaveLength(2)
    expect(differences({ number: 'GS1' }, null)).toEqual([{ field: 'number', before: 'GS1', after: '—' }])
  })
  it('read a list of plain values as one value', () => {
    expect(differences({ photos: ['a'] }, { photos: ['a', 'b'] })).toEqual([{ field: 'photos', before: 'a', after: 'a、b' }])
  })
})
