// The flat list of places as streets → communities → estates, with what each holds summed up.
import type { Place } from '@/kernel/types'

export interface Branch { place: Place; estates: Place[] }
export interface StreetBranch { place: Place; communities: Branch[]; loose: Place[]; estates: number; households: number }

export function streetsOf(places: Place[]): StreetBranch[] {
  const under = new Map<string, Place[]>()
  for (const place of places) if (place.parent_id) under.set(place.parent_id, [...(under.get(place.parent_id) ?? []), place])
  const estatesUnder = (place: Place) => (under.get(place.id) ?? []).filter((child) => child.kind === 'estate')
  return places
    .filter((place) => place.kind === 'street')
    .map((place) => {
      const communities = (under.get(place.id) ?? []).filter((child) => child.kind === 'community').map((community) => ({ place: community, estates: estatesUnder(community) }))
      const loose = estatesUnder(place)
      const all = [...loose, ...communities.flatMap((community) => community.estates)]
      return { place, communities, loose, estates: all.length, households: all.reduce((sum, estate) => sum + (estate.households ?? 0), 0) }
    })
}
