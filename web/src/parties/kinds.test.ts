import { expect, it } from 'vitest'
import { candidates, departmentsOf, freeParts, kindsOf } from './kinds'

const said = (zh: string) => ({ zh, en: zh })

it('kinds take the titles of duties and parties, each kind once', () => {
  const kinds = kindsOf([{ party: 'street', party_title: said('街道') }], [{ kind: 'street', kind_title: said('另一个') }, { kind: 'guild', kind_title: said('行会') }])
  expect(kinds.filter((kind) => kind.code === 'street')).toEqual([{ code: 'street', title: said('街道') }])
  expect(kinds.at(-1)).toEqual({ code: 'guild', title: said('行会') })
  expect(kinds.find((kind) => kind.code === 'assessor')!.title).toBeNull()
})

it('departments come from the duties, each once', () => {
  const fire = { department: 'fire', department_title: said('消防') }
  expect(departmentsOf([fire, fire, { department: null, department_title: null }])).toEqual([{ code: 'fire', title: said('消防') }])
})

it('free parts leave out what is held and what no party of an estate holds', () => {
  const parts = freeParts(kindsOf([], []), [{ part: 'builder' }]).map((part) => part.code)
  expect(parts).toEqual(['street', 'community', 'cooperative', 'property_company', 'owners_committee'])
})

it('candidates are active, those of the kind first', () => {
  const party = (id: string, kind: string, state = 'active') => ({ id, kind, state })
  const found = candidates([party('a', 'community'), party('b', 'property_company'), party('c', 'property_company', 'ended'), party('d', 'assessor')], 'property_company')
  expect(found.map((one) => one.id)).toEqual(['b', 'a'])
})
