import { expect, it } from 'vitest'
import { otherStage, wholeOf } from './place_form'

it('households are a whole number in reach', () => {
  expect([' 320 ', '0', '100000'].map(wholeOf)).toEqual([320, 0, 100_000])
  expect(['', '-1', '1.5', '1e3', '100001', '１２'].map(wholeOf)).toEqual([null, null, null, null, null, null])
})
it('the stage changes to the other one', () => expect([otherStage('pending'), otherStage('settled')]).toEqual(['settled', 'pending']))
