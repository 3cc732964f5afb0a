// The matrix without its drawing: the share lost in each cell as one of five classes, the order of rows, and the painting
// of 11,000 cells on a canvas in a few milliseconds.
import { add, share } from '@/kernel/format'
import type { Exact, Matrix, MatrixRow } from '@/kernel/types'

/** Upper bounds of the classes 1 … 3; class 0 is "nothing lost", class 4 is "more than the last bound". */
export const bounds = [0.2, 0.5, 0.99] as const
export type Level = 0 | 1 | 2 | 3 | 4
export type RowOrder = 'street' | 'lost'

export function levelOf(lost: Exact, points: Exact): Level {
  const part = share(lost, points)
  if (part <= 0) return 0
  return part <= bounds[0] ? 1 : part <= bounds[1] ? 2 : part <= bounds[2] ? 3 : 4
}

export const streetOf = (row: MatrixRow): string => (typeof row.street === 'string' ? row.street : row.street.name)
export const lostOf = (row: MatrixRow): Exact => add(...row.lost)

/** By street keeps the server's order within a street; by lost puts the estate that lost most first. */
export function orderedRows(rows: MatrixRow[], order: RowOrder): MatrixRow[] {
  if (order === 'lost') {
    const lost = new Map(rows.map((row) => [row, Number(lostOf(row))]))
    return [...rows].sort((a, b) => lost.get(b)! - lost.get(a)!)
  }
  return [...rows].sort((a, b) => streetOf(a).localeCompare(streetOf(b), 'zh-Hans-CN'))
}

export interface Colours { levels: [string, string, string, string, string]; quiet: string; ink: string }

export function paint(canvas: HTMLCanvasElement, matrix: Matrix, rows: MatrixRow[], size: { width: number; height: number }, colours: Colours): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const [width, height] = [matrix.items.length * size.width, rows.length * size.height]
  // A canvas of more than 16 million pixels is refused by some browsers: draw coarser then.
  const ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, Math.sqrt(16e6 / Math.max(1, width * height))))
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  context.scale(ratio, ratio)
  rows.forEach((row, y) => {
    const away = new Set(row.not_applicable)
    matrix.items.forEach((item, x) => {
      const [left, top] = [x * size.width, y * size.height]
      if (away.has(x)) {
        context.fillStyle = colours.quiet
        context.fillRect(left + size.width / 2 - 2, top + size.height / 2 - 0.5, 4, 1)
        return
      }
      const level = levelOf(row.lost[x] ?? '0', item.points)
      context.fillStyle = colours.levels[level]
      context.fillRect(left, top, size.width - 1, size.height - 1)
    })
  })
}
