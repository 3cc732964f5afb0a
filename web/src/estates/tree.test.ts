import { expect, it } from 'vitest'
import type { Place } from '@/kernel/types'
import { streetsOf } from './tree'

const place = (id: string, kind: Place['kind'], parent: string | null, households: number | null = null): Place => ({ id, kind, code: id, name: id, parent_id: parent, stage: null, households })

it('a street sums up the estates of its communities and those without a community', () => {
  const [street] = streetsOf([place('d', 'district', null), place('s', 'street', 'd'), place('c', 'community', 's'), place('e1', 'estate', 'c', 300), place('e2', 'estate', 's', 200), place('e3', 'estate', 'elsewhere', 9)])
  expect([street!.estates, street!.households]).toEqual([2, 500])
  expect(street!.communities[0]!.estates.map((estate) => estate.id)).toEqual(['e1'])
  expect(street!.loose.map((estate) => estate.id)).toEqual(['e2'])
})
