// Where things stand in the pictures, in percent of their width. Nothing here decides anything.
import type { Estimate, QuestionResult, SurveyIndex } from './survey'

export interface Scale { low: number; high: number; ticks: number[] }

/** An estimate on 0 … 100: shares come as 0 … 1, means are on that scale already. */
export function onHundred(estimate: Estimate): { middle: number; low: number; high: number } {
  const times = estimate.main.method === 'mean' ? 1 : 100
  const cut = (value: number) => Math.min(100, Math.max(0, value * times))
  return { middle: cut(estimate.estimate), low: cut(estimate.main.low), high: cut(estimate.main.high) }
}
export const intervalOnHundred = (interval: [number, number], index: SurveyIndex): [number, number] => (index === 'top_two' ? [interval[0] * 100, interval[1] * 100] : interval)

const hair = 1e-9
/** One decimal, cut: 89.97 must not be read as the 90 it has not reached. An upper end goes up, so that an interval never looks narrower than it is. */
export const down = (value: number): string => (Math.floor(value * 10 + hair) / 10).toFixed(1)
export const up = (value: number): string => (Math.ceil(value * 10 - hair) / 10).toFixed(1)

/** From 60 to 100; what lies below 60 pulls the lower end down by tens. */
export function scaleFor(values: number[]): Scale {
  const lowest = Math.min(60, ...values.map((value) => Math.floor(value / 10) * 10))
  const low = Math.max(0, lowest)
  const step = low < 40 ? 20 : 10
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step) * step; tick <= 100; tick += step) ticks.push(tick)
  return { low, high: 100, ticks }
}
export const position = (value: number, { low, high }: Pick<Scale, 'low' | 'high'>): number => Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100))
/** Left edge and width of a bar from one value to another. */
export function span(from: number, to: number, scale: Scale): { left: number; width: number } {
  const left = position(from, scale)
  return { left, width: Math.max(0, position(to, scale) - left) }
}

export interface LevelPart { level: number | null; count: number; share: number }
/** The parts of a stacked bar, highest level first; all hidden cells together are one part without a level; nothing when all are hidden. */
export function levelParts({ levels, answers }: Pick<QuestionResult, 'levels' | 'answers'>): LevelPart[] {
  const shown = levels.flatMap((one) => (one ? [one] : [])).sort((a, b) => b.level - a.level)
  if (!shown.length) return []
  const sum = shown.reduce((total, one) => total + one.count, 0)
  const hidden = shown.length < levels.length ? Math.max(0, (answers ?? 0) - sum) : 0
  const whole = sum + hidden
  if (!whole) return []
  const parts: LevelPart[] = shown.filter((one) => one.count > 0).map(({ level, count }) => ({ level, count, share: count / whole }))
  return hidden ? [...parts, { level: null, count: hidden, share: hidden / whole }] : parts
}
