// The columns of a DataTable and how rows are ordered by them.
import { scaled } from '@/kernel/format'

export interface Column<Row> {
  key: string
  title: string
  /** What the cell shows without a slot. */
  value?: (row: Row) => string | number | null
  /** What the column is ordered by; exact numbers as strings are ordered as numbers. */
  sort?: (row: Row) => string | number | null
  align?: 'start' | 'end'
  width?: string
  /** Left out on narrow screens. */
  wideOnly?: boolean
}

const exact = /^-?\d+(\.\d+)?$/
function before(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a), String(b)]
  if (exact.test(left) && exact.test(right)) return scaled(left) < scaled(right) ? -1 : scaled(left) > scaled(right) ? 1 : 0
  return left.localeCompare(right, 'zh-Hans-CN', { numeric: true })
}

/** Rows in the chosen order (a new array); rows without a value come last either way. */
export function sorted<Row>(rows: Row[], columns: Column<Row>[], order: { key: string; down: boolean } | null): Row[] {
  const by = order && columns.find((column) => column.key === order.key)?.sort
  if (!by) return rows
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)]
    const found = before(left, right)
    return order.down && left !== null && right !== null ? -found : found
  })
}
