import { describe, expect, it, vi } from 'vitest'
import type { Matrix } from '@/kernel/types'
import { mountWith } from '@/kernel/test_mount'
import MatrixHeat from './MatrixHeat.vue'
import { levelOf, orderedRows, paint } from './matrix'

const matrix: Matrix = {
  items: [{ item: 'A1', title: { zh: '满意度', en: 'Satisfaction' }, points: '80', group: 'A' }, { item: 'D4.1', title: { zh: '电梯', en: 'Lifts' }, points: '2', group: 'D4' }],
  rows: [
    { estate: { id: 'e1', name: '青枫苑' }, street: { id: 's2', name: '祥符街道' }, lost: ['8', '0'], not_applicable: [1] },
    { estate: { id: 'e2', name: '南塘居' }, street: { id: 's1', name: '半山街道' }, lost: ['0', '2'], not_applicable: [] },
  ],
}
const colours = { levels: ['0', '1', '2', '3', '4'] as [string, string, string, string, string], quiet: 'q', ink: 'i' }
function canvasWith(filled: string[]): HTMLCanvasElement {
  const context = { scale: vi.fn(), fillStyle: '', fillRect() { filled.push(this.fillStyle) } }
  return { getContext: () => context, style: {} } as unknown as HTMLCanvasElement
}

describe('the matrix', () => {
  it('puts a share into its class, all of it into the last', () => {
    expect(['0', '0.4', '1', '1.5', '2'].map((lost) => levelOf(lost, '2'))).toEqual([0, 1, 2, 3, 4])
  })
  it('orders by street or by what is lost', () => {
    expect(orderedRows(matrix.rows, 'street').map((row) => row.estate.id)).toEqual(['e2', 'e1'])
    expect(orderedRows(matrix.rows, 'lost').map((row) => row.estate.id)).toEqual(['e1', 'e2'])
  })
  it('paints one cell for each estate and item, and a dash where the item does not apply', () => {
    const filled: string[] = []
    paint(canvasWith(filled), matrix, matrix.rows, { width: 16, height: 22 }, colours)
    expect(filled).toEqual(['1', 'q', '0', '4'])
  })
  it('prepares two hundred estates by fifty-five items within a blink', () => {
    const wide: Matrix = { items: Array.from({ length: 55 }, (_, index) => ({ item: `I${index}`, title: null, points: '5', group: 'G' })), rows: Array.from({ length: 200 }, (_, index) => ({ estate: { id: `e${index}`, name: `小区${index}` }, street: '街', lost: Array.from({ length: 55 }, (_, at) => String((at % 11) / 2)), not_applicable: [] })) }
    const filled: string[] = []
    const began = performance.now()
    paint(canvasWith(filled), wide, orderedRows(wide.rows, 'lost'), { width: 16, height: 22 }, colours)
    expect(filled).toHaveLength(11_000)
    expect(performance.now() - began).toBeLessThan(500)
  })
  it('is walked with the arrow keys, explains each cell in words and opens it with Enter', async () => {
    const view = mountWith(MatrixHeat, { props: { matrix } })
    const frame = view.find('[role=group]')
    await frame.trigger('keydown', { key: 'ArrowRight' })
    expect(view.find('.words').text()).toBe('南塘居　A1 满意度：没有失分，满分 80 分')
    await frame.trigger('keydown', { key: 'ArrowRight' })
    expect(view.find('.words').text()).toBe('南塘居　D4.1 电梯：失 2 分，满分 2 分')
    await frame.trigger('keydown', { key: 'ArrowDown' })
    expect(view.find('.words').text()).toBe('青枫苑　D4.1 电梯：不适用')
    await frame.trigger('keydown', { key: 'Enter' })
    expect(view.emitted('open')).toEqual([['e1', 'D4.1']])
  })
  it('shows the same figures as a table', async () => {
    const view = mountWith(MatrixHeat, { props: { matrix } })
    await view.findAll('.tools button')[0]!.trigger('click')
    expect(view.findAll('tbody tr').map((row) => row.text().replace(/\s+/g, ' '))).toEqual(['南塘居半山街道2D4.1 −2', '青枫苑祥符街道8A1 −8'])
  })
})
