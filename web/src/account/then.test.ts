import { expect, it } from 'vitest'
import { safeThen } from './then'

it('after signing in one is only led to addresses of this site', () => {
  expect(safeThen('/estates/1?card=official')).toBe('/estates/1?card=official')
  for (const outside of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', undefined, ['/a'], '/sign-in?then=/']) expect(safeThen(outside)).toBe('/')
})
