import { describe, expect, it } from 'vitest'
import { mountWith, testRouter } from '@/kernel/test_mount'
import DataTable from './DataTable.vue'
import { sorted, type Column } from './table'

interface Row { id: string; name: string; total: string | null }
const rows: Row[] = [{ id: '1', name: '乙', total: '99.5' }, { id: '2', name: '甲', total: '280' }, { id: '3', name: '丙', total: null }]
const columns: Column<Row>[] = [{ key: 'name', title: '小区', value: (row) => row.name }, { key: 'total', title: '总分', value: (row) => row.total, sort: (row) => row.total, align: 'end' }]
const table = (more: object = {}, slots: Record<string, unknown> = {}, router = testRouter(['estate'])) =>
  mountWith(DataTable, { props: { columns, rows, rowKey: (row: Row) => row.id, caption: '小区', ...more }, slots, router })
const names = (view: ReturnType<typeof table>) => view.findAll('tbody tr').map((row) => row.find('td').text())

describe('the table', () => {
  it('orders exact numbers as numbers, with what has none always last', () => {
    expect(sorted(rows, columns, { key: 'total', down: false }).map((row) => row.id)).toEqual(['1', '2', '3'])
    expect(sorted(rows, columns, { key: 'total', down: true }).map((row) => row.id)).toEqual(['2', '1', '3'])
  })
  it('sorts up, down and back to the order it came in', async () => {
    const view = table()
    const head = view.find('thead button')
    await head.trigger('click')
    expect(names(view)).toEqual(['乙', '甲', '丙'])
    expect(view.findAll('th')[1]!.attributes('aria-sort')).toBe('ascending')
    await head.trigger('click')
    expect(names(view)).toEqual(['甲', '乙', '丙'])
    await head.trigger('click')
    expect(view.findAll('th')[1]!.attributes('aria-sort')).toBeUndefined()
  })
  it('is walked with the arrow keys, one row in the tab order, and opened with Enter', async () => {
    const view = table({ opens: true })
    const lines = view.findAll('tbody tr')
    expect(lines.map((line) => line.attributes('tabindex'))).toEqual(['0', '-1', '-1'])
    ;(lines[0]!.element as HTMLElement).focus()
    await lines[0]!.trigger('keydown', { key: 'ArrowDown' })
    await view.vm.$nextTick()
    expect(document.activeElement).toBe(lines[1]!.element)
    await lines[1]!.trigger('keydown', { key: 'End' })
    await view.vm.$nextTick()
    expect(document.activeElement).toBe(lines[2]!.element)
    await lines[2]!.trigger('keydown', { key: 'Enter' })
    expect(view.emitted('open')).toEqual([[rows[2]]])
  })
  it('leads to the address of a row, but leaves links inside it alone', async () => {
    const router = testRouter(['estate'])
    const view = table({ to: (row: Row) => ({ name: 'estate', params: { id: row.id } }) }, { 'cell-name': '<a href="#x">x</a>' }, router)
    await view.find('tbody a').trigger('click')
    expect(router.currentRoute.value.path).toBe('/')
    await view.findAll('tbody tr')[1]!.trigger('click')
    await router.isReady()
    await new Promise((resolve) => setTimeout(resolve))
    expect(router.currentRoute.value.fullPath).toBe('/estate/2')
  })
  it('offers the first act when there is nothing, and more while the server has more', async () => {
    expect(table({ rows: [] }, { empty: '<button>导入</button>' }).text()).toContain('导入')
    const view = table({ next: 'after-3' })
    expect(view.find('.foot').text()).toContain('已显示 3 条')
    await view.find('.foot button').trigger('click')
    expect(view.emitted('more')).toHaveLength(1)
    expect(table().find('.foot').text()).toBe('共 3 条')
  })
})
