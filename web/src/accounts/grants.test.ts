import { describe, expect, it } from 'vitest'
import type { Party } from '@/kernel/types'
import { conflicts, partiesFor, sent, wants, type Role } from './grants'

const role = (name: string, scope: Role['scope'], more: Partial<Role> = {}): Role => ({ role: name, title: name, scope, rights: [], excludes: [], ...more })
const grant = (name: string) => ({ role: name, place_id: '', party_id: '' })

describe('grants', () => {
  it('name roles that exclude each other, even when only one of them says so', () => {
    const roles = [role('panel', 'district', { excludes: ['street'] }), role('street', 'street'), role('leader', 'district')]
    expect(conflicts([grant('street'), grant('panel'), grant('leader')], roles).map(([a, b]) => [a.role, b.role])).toEqual([['street', 'panel']])
    expect(conflicts([grant('street'), grant('street')], roles)).toEqual([])
  })
  it('want a place of the role’s kind or a party', () => {
    expect(wants(role('x', 'community'))).toEqual({ what: 'place', kind: 'community' })
    expect(wants(role('x', 'assigned'))).toEqual({ what: 'party', assessor: true })
    expect(wants(role('x', 'district'))).toBeNull()
  })
  it('offer assessors to assessors only, and departments to who checks for one', () => {
    const parties = [{ id: 'a', kind: 'assessor' }, { id: 'p', kind: 'property_company' }, { id: 'd', kind: 'department' }] as Party[]
    expect(partiesFor(role('x', 'assigned'), parties).map((one) => one.id)).toEqual(['a'])
    expect(partiesFor(role('x', 'party'), parties).map((one) => one.id)).toEqual(['p', 'd'])
    expect(partiesFor(role('x', 'district', { rights: ['inspection.department'] }), parties).map((one) => one.id)).toEqual(['d'])
  })
  it('are sent without empty lines and with null for what is not tied', () => {
    expect(sent([grant('leader'), grant('')])).toEqual([{ role: 'leader', place_id: null, party_id: null }])
  })
})
