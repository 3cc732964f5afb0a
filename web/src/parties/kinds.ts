// Which kinds, departments and parties can be chosen. Titles are those of the API; a kind it does not name keeps its code.
import type { Duty, Party, Said } from '@/kernel/types'

export interface Titled { code: string; title: Said }
/** Kinds whose words the console knows even where no duty and no party names them yet. */
const known = ['street', 'community', 'cooperative', 'property_company', 'owners_committee', 'builder', 'department', 'assessor']
/** Departments are the district's; an assessor is assigned by the evaluation. */
const noPart = ['department', 'assessor']

export function kindsOf(duties: Pick<Duty, 'party' | 'party_title'>[], parties: Pick<Party, 'kind' | 'kind_title'>[]): Titled[] {
  const found = new Map<string, Said>(known.map((code) => [code, null]))
  for (const duty of duties) if (!found.get(duty.party)) found.set(duty.party, duty.party_title)
  for (const party of parties) if (!found.get(party.kind)) found.set(party.kind, party.kind_title)
  return [...found].map(([code, title]) => ({ code, title }))
}

export function departmentsOf(duties: Pick<Duty, 'department' | 'department_title'>[]): Titled[] {
  const found = new Map<string, Said>()
  for (const duty of duties) if (duty.department && !found.has(duty.department)) found.set(duty.department, duty.department_title)
  return [...found].map(([code, title]) => ({ code, title }))
}

/** The parts of an estate nobody holds yet. */
export const freeParts = (kinds: Titled[], held: { part: string }[]): Titled[] => kinds.filter(({ code }) => !noPart.includes(code) && !held.some((one) => one.part === code))

/** Who can stand in a part: active parties, those of the part's own kind first. */
export function candidates<P extends Pick<Party, 'kind' | 'state'>>(parties: P[], part: string): P[] {
  const able = parties.filter((party) => party.state === 'active' && !noPart.includes(party.kind))
  return [...able.filter((party) => party.kind === part), ...able.filter((party) => party.kind !== part)]
}

export const needsPlace = (kind: string): kind is 'street' | 'community' => kind === 'street' || kind === 'community'
