import { expect, it } from 'vitest'
import { standing } from './useStandings'

const plan = (id: string, estate: string, state: string) => ({ id, estate: { id: estate }, state })

it('of an estate the newest plan stands that is not replaced, or the newest replaced one when there is no other', () => {
  const found = standing([plan('new', 'a', 'draft'), plan('old', 'a', 'replaced'), plan('gone', 'b', 'replaced'), plan('first', 'b', 'closed'), plan('only', 'c', 'replaced'), plan('before', 'c', 'replaced')])
  expect(['a', 'b', 'c', 'd'].map((estate) => found.get(estate)?.id)).toEqual(['new', 'first', 'only', undefined])
})
