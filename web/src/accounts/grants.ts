// Roles, what they cover, and which may not meet in one account.
import type { Grant, Named, Party, Place, Said } from '@/kernel/types'

export type Scope = 'district' | 'street' | 'community' | 'estate' | 'party' | 'assigned' | 'none'
export interface Role { role: string; title: Said; scope: Scope; rights: string[]; excludes: string[] }
export interface AccountRow { id: string; name: string; display_name: string; state: 'active' | 'disabled'; locked: boolean; signed_in_at: string | null; roles: Grant[]; version: number }
export interface NewGrant { role: string; place_id: string; party_id: string }

export const grantsOf = (roles: Grant[]): NewGrant[] => roles.map((one) => ({ role: one.role, place_id: one.place?.id ?? '', party_id: one.party?.id ?? '' }))

/** What a role must be tied to: places of a kind, or parties; null when it covers the whole district. */
export function wants(role: Role | undefined): { what: 'place'; kind: Place['kind'] } | { what: 'party'; assessor: boolean } | null {
  if (!role) return null
  if (role.scope === 'street' || role.scope === 'community' || role.scope === 'estate') return { what: 'place', kind: role.scope }
  return role.scope === 'party' || role.scope === 'assigned' ? { what: 'party', assessor: role.scope === 'assigned' } : null
}
/** A department officer belongs to a department although the role covers the district. */
export const mayNameParty = (role: Role | undefined): boolean => role?.rights.includes('inspection.department') ?? false

export function partiesFor(role: Role | undefined, parties: Party[]): Named[] {
  const wanted = wants(role)
  if (wanted?.what === 'party') return parties.filter((party) => (party.kind === 'assessor') === wanted.assessor)
  return mayNameParty(role) ? parties.filter((party) => party.kind === 'department') : []
}
/** Pairs of chosen roles that exclude each other, whichever of the two says so. */
export function conflicts(grants: NewGrant[], roles: Role[]): [Role, Role][] {
  const chosen = [...new Set(grants.map((grant) => grant.role))].flatMap((name) => roles.find((role) => role.role === name) ?? [])
  return chosen.flatMap((a, index) => chosen.slice(index + 1).filter((b) => a.excludes.includes(b.role) || b.excludes.includes(a.role)).map((b): [Role, Role] => [a, b]))
}
/** What the server takes: empty places and parties as null. */
export const sent = (grants: NewGrant[]) => grants.filter((grant) => grant.role).map((grant) => ({ role: grant.role, place_id: grant.place_id || null, party_id: grant.party_id || null }))
