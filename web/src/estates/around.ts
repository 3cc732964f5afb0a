// The plot of what lies around an estate: metres from degrees, what lies in which ring, and marks that do not cover each other.
import type { Text } from '@/kernel/types'

export interface MapPoint { id: string; register: string; name: string; kind: { choice: string; title: Text } | null; latitude: string; longitude: string; middle: boolean }
export interface MapRegister { register: string; title: Text; record: Text; at: string; kinds: { choice: string; title: Text }[] }
export interface Around { estate: { id: string; name: string }; registers: MapRegister[]; points: MapPoint[]; more: boolean }
export interface Degrees { latitude: number; longitude: number }
export interface Offset { east: number; north: number }
export type Placed = MapPoint & Offset & { distance: number }

/** Metres as the crow flies; 5 minutes are 500, a circle of a quarter of an hour 1,200. */
export const rings = [300, 500, 1000, 1200] as const
export const shapes = ['circle', 'square', 'triangle', 'diamond', 'hexagon', 'pentagon', 'drop'] as const
/** The mark of a register: shape, colour and letter, so that none of them is needed alone. */
export const markOf = (index: number) => ({ shape: shapes[index % shapes.length]!, colour: index % 7, letter: String.fromCharCode(65 + (index % 26)) })

const radians = (degrees: number): number => (degrees * Math.PI) / 180
/** Metres between two points a few kilometres apart, on the ellipsoid: the length of a degree at their latitude. */
export function offset(from: Degrees, to: Degrees): Offset {
  const middle = radians((from.latitude + to.latitude) / 2)
  const north = 111_132.92 - 559.82 * Math.cos(2 * middle) + 1.175 * Math.cos(4 * middle)
  const east = 111_412.84 * Math.cos(middle) - 93.5 * Math.cos(3 * middle) + 0.118 * Math.cos(5 * middle)
  return { east: (to.longitude - from.longitude) * east, north: (to.latitude - from.latitude) * north }
}
export const degreesOf = (point: MapPoint): Degrees => ({ latitude: Number(point.latitude), longitude: Number(point.longitude) })

/** The main gate; without one the centre of all points; nothing without points. */
export function middleOf(points: MapPoint[]): (Degrees & { gate: string | null }) | null {
  const gates = points.filter((point) => point.middle)
  const some = gates.length ? gates : points
  if (!some.length) return null
  const mean = (value: (point: Degrees) => number) => some.reduce((sum, point) => sum + value(degreesOf(point)), 0) / some.length
  return { latitude: mean((point) => point.latitude), longitude: mean((point) => point.longitude), gate: gates[0]?.name ?? null }
}
/** All points with their distance from the middle, the nearest first. */
export function placed(points: MapPoint[], from: Degrees): Placed[] {
  return points
    .map((point) => { const at = offset(from, degreesOf(point)); return { ...point, ...at, distance: Math.round(Math.hypot(at.east, at.north)) } })
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
}
export const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export const directionOf = ({ east, north }: Offset): (typeof directions)[number] => directions[Math.round(((Math.atan2(east, north) * 4) / Math.PI + 8)) % 8]!

export interface Mark { x: number; y: number; fromX: number; fromY: number; moved: boolean }
/** Where marks stand on a plot of `size` that reaches `metres` from its middle, pushed apart until they are `apart`, or nearly. */
export function marks(points: Offset[], metres: number, size: number, apart: number): Mark[] {
  const scale = size / 2 / metres
  const all = points.map(({ east, north }) => { const x = size / 2 + east * scale, y = size / 2 - north * scale; return { x, y, fromX: x, fromY: y, moved: false } })
  const inside = (value: number) => Math.min(size - apart / 2, Math.max(apart / 2, value))
  for (let round = 0; round < 60; round++) {
    let still = true
    for (let i = 0; i < all.length; i++) {
      for (let j = i + 1; j < all.length; j++) {
        const [a, b] = [all[i]!, all[j]!]
        const [dx, dy] = [b.x - a.x, b.y - a.y]
        const gap = Math.hypot(dx, dy)
        if (gap >= apart) continue
        still = false
        const turn = gap < 0.01 ? i * 2.4 : Math.atan2(dy, dx)  // two in one spot part in some direction, always the same
        const push = (apart - gap) / 2 + 0.1
        a.x = inside(a.x - Math.cos(turn) * push); a.y = inside(a.y - Math.sin(turn) * push)
        b.x = inside(b.x + Math.cos(turn) * push); b.y = inside(b.y + Math.sin(turn) * push)
      }
    }
    if (still) break
  }
  for (const one of all) one.moved = Math.hypot(one.x - one.fromX, one.y - one.fromY) > 4
  return all
}
