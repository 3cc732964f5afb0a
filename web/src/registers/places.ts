// Places for a list to choose from: from the district down, each with what it lies in.
import type { Place } from '@/kernel/types'

export interface Choice { id: string; name: string; kind: string; above: string }
const order = ['district', 'street', 'community', 'estate']
export function places(all: Place[], level?: string): Choice[] {
  const byId = new Map(all.map((place) => [place.id, place]))
  return all
    .filter((place) => !level || place.kind === level)
    .map((place) => {
      const above = place.parent_id ? byId.get(place.parent_id) : undefined
      return { id: place.id, name: place.name, kind: place.kind, above: above && above.kind !== 'district' ? above.name : '' }
    })
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}
