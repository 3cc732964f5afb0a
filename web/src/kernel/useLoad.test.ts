import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { effectScope, ref } from 'vue'
import { ApiProblem } from './api'
import { useListing, useLoad } from './useLoad'

const inScope = <T>(work: () => T): T => effectScope().run(work)!

describe('loading a page', () => {
  it('tells no right, missing and failed apart, and comes back on retry', async () => {
    const status = ref(403)
    const load = inScope(() => useLoad(async () => {
      if (status.value !== 200) throw new ApiProblem(status.value, {})
      return 'here'
    }))
    expect(load.phase.value).toBe('loading')
    await flushPromises()
    expect(load.phase.value).toBe('no_right')
    for (const [next, phase] of [[404, 'missing'], [500, 'failed'], [200, 'ready']] as const) {
      status.value = next
      await load.reload()
      expect(load.phase.value).toBe(phase)
    }
    expect(load.data.value).toBe('here')
    expect(load.problem.value).toBeNull()
  })
  it('keeps what is shown while it asks again, and drops an answer that comes too late', async () => {
    const street = ref('a')
    const answers = new Map<string, (answer: string) => void>()
    const load = inScope(() => useLoad(() => { const mine = street.value; return new Promise<string>((resolve) => answers.set(mine, resolve)) }, [street]))
    answers.get('a')!('rows of a')
    await flushPromises()
    street.value = 'b'
    await flushPromises()
    expect([load.phase.value, load.data.value]).toEqual(['ready', 'rows of a'])
    street.value = 'c'
    await flushPromises()
    answers.get('c')!('rows of c')
    answers.get('b')!('rows of b')
    await flushPromises()
    expect(load.data.value).toBe('rows of c')
  })
  it('waits while there is nothing to ask for yet', async () => {
    const id = ref<string | null>(null)
    const load = inScope(() => useLoad(() => (id.value ? Promise.resolve(`card of ${id.value}`) : null), [id]))
    await flushPromises()
    expect(load.phase.value).toBe('loading')
    id.value = 'e1'
    await flushPromises()
    expect(load.data.value).toBe('card of e1')
  })
})

describe('a list that goes on', () => {
  it('adds the next rows behind the first and stops at the end', async () => {
    const list = inScope(() => useListing<number>(async (after) => (after ? { items: [3], next: null } : { items: [1, 2], next: 'two' })))
    await flushPromises()
    expect([list.rows.value, list.next.value]).toEqual([[1, 2], 'two'])
    await list.more()
    expect([list.rows.value, list.next.value]).toEqual([[1, 2, 3], null])
    await list.more()
    expect(list.rows.value).toHaveLength(3)
  })
})
