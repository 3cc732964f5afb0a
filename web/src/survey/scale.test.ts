import { describe, expect, it } from 'vitest'
import { down, intervalOnHundred, levelParts, onHundred, position, scaleFor, span, up } from './scale'
import type { Estimate } from './survey'

const estimate = (middle: number, low: number, high: number, method = 'xlogit') => ({ estimate: middle, main: { method, low, high } }) as Estimate

describe('the scale of the pictures', () => {
  it('goes from 60 to 100 and puts the star thresholds at their places', () => {
    const scale = scaleFor([85.7, 91])
    expect(scale).toEqual({ low: 60, high: 100, ticks: [60, 70, 80, 90, 100] })
    expect([80, 85, 90].map((value) => position(value, scale))).toEqual([50, 62.5, 75])
  })
  it('reaches down by tens to whatever lies below 60, and no further than 0', () => {
    expect(scaleFor([58.4]).low).toBe(50)
    expect(scaleFor([12]).ticks).toEqual([20, 40, 60, 80, 100])
    expect(scaleFor([-3]).low).toBe(0)
    expect(scaleFor([]).low).toBe(60)
  })
  it('keeps a bar inside the picture', () => {
    expect(span(50, 110, { low: 60, high: 100, ticks: [] })).toEqual({ left: 0, width: 100 })
    expect(span(80, 90, { low: 60, high: 100, ticks: [] })).toEqual({ left: 50, width: 25 })
  })
  it('brings shares to a hundred and leaves means as they are', () => {
    expect(onHundred(estimate(0.5, 0.25, 1.25))).toEqual({ middle: 50, low: 25, high: 100 })
    expect(onHundred(estimate(84.2, 81, 87, 'mean'))).toEqual({ middle: 84.2, low: 81, high: 87 })
    expect(intervalOnHundred([0.5, 0.75], 'top_two')).toEqual([50, 75])
    expect(intervalOnHundred([81, 87], 'mean_times_20')).toEqual([81, 87])
  })
})

it('a figure is cut and an upper end goes up, so that neither promises more than there is', () => {
  expect([down(89.97), down(90), down(0.3 * 100), down(58)]).toEqual(['89.9', '90.0', '30.0', '58.0'])
  expect([up(94.81), up(95), up(0.58 * 100)]).toEqual(['94.9', '95.0', '58.0'])
})

describe('the bar of a question', () => {
  it('has its levels from the highest down, in proportion, without empty ones', () => {
    const parts = levelParts({ levels: [{ level: 1, count: 0 }, { level: 4, count: 30 }, { level: 5, count: 70 }], answers: 100 })
    expect(parts).toEqual([{ level: 5, count: 70, share: 0.7 }, { level: 4, count: 30, share: 0.3 }])
  })
  it('shows hidden cells as one part, so that none can be read off', () => {
    const parts = levelParts({ levels: [{ level: 5, count: 60 }, { level: 4, count: 32 }, null, null, { level: 1, count: 0 }], answers: 100 })
    expect(parts.at(-1)).toEqual({ level: null, count: 8, share: 0.08 })
  })
  it('is not drawn when every cell is hidden or nobody answered', () => {
    expect(levelParts({ levels: [null, null, null, null, null], answers: 4 })).toEqual([])
    expect(levelParts({ levels: [{ level: 5, count: 0 }], answers: 0 })).toEqual([])
  })
})
