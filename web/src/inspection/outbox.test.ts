import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { ApiProblem } from '@/kernel/api'
import { makeOutbox, type Errand } from './outbox'

const errand = (key: string, state = 'fine'): Errand => ({ key, method: 'PUT', path: `/api/${key}`, body: { state } })
const settled = async () => { for (let turn = 0; turn < 8; turn++) await nextTick() }

function outbox(answers: (() => Promise<unknown>)[], kept: Errand[] = []) {
  const sent: Errand[] = []
  const written: Errand[][] = []
  const later: { then: () => void; seconds: number }[] = []
  const refused = vi.fn()
  const box = makeOutbox({
    send: (one) => { sent.push(one); return (answers.shift() ?? (() => Promise.resolve()))() },
    keeper: { read: () => kept, write: (errands) => written.push(errands) },
    later: (then, seconds) => { later.push({ then, seconds }); return () => {} },
    refused,
  })
  return { box, sent, written, later, refused }
}
const noNetwork = () => Promise.reject(new ApiProblem(0, {}))

describe('the outbox', () => {
  it('is saved when everything has been sent', async () => {
    const { box, sent } = outbox([])
    box.put(errand('C1.1'))
    expect(box.sign.value).toBe('saving')
    await settled()
    expect(sent.map((one) => one.key)).toEqual(['C1.1'])
    expect(box.sign.value).toBe('saved')
  })

  it('keeps what could not be sent and sends it when asked again', async () => {
    const { box, sent, later, written } = outbox([noNetwork])
    box.put(errand('C1.1'))
    await settled()
    expect(box.sign.value).toBe('waiting')
    expect(written.at(-1)).toHaveLength(1)
    expect(later).toHaveLength(1)
    later[0]!.then()
    await settled()
    expect(sent).toHaveLength(2)
    expect(box.sign.value).toBe('saved')
    expect(written.at(-1)).toEqual([])
  })

  it('waits longer each time the network is still away', async () => {
    const { box, later } = outbox([noNetwork, noNetwork, noNetwork])
    box.put(errand('C1.1'))
    await settled()
    later[0]!.then()
    await settled()
    expect(later[1]!.seconds).toBeGreaterThan(later[0]!.seconds)
  })

  it('replaces a waiting mark of the same item by the newer one', async () => {
    const { box, sent, later } = outbox([noNetwork])
    box.put(errand('C1.1', 'fine'))
    await settled()
    box.put(errand('C1.1', 'unseen'))
    await settled()
    later.at(-1)?.then()
    await settled()
    expect(sent.at(-1)!.body).toEqual({ state: 'unseen' })
    expect(box.pending.value).toBe(0)
  })

  it('does not replace the one that is under way', async () => {
    let answer: () => void = () => {}
    const { box, sent } = outbox([() => new Promise<void>((done) => { answer = done })])
    box.put(errand('C1.1', 'fine'))
    box.put(errand('C1.1', 'unseen'))
    expect(box.pending.value).toBe(2)
    answer()
    await settled()
    expect(sent.map((one) => one.body)).toEqual([{ state: 'fine' }, { state: 'unseen' }])
  })

  it('ends an errand the server refuses, tells it, and goes on', async () => {
    const { box, sent, refused } = outbox([() => Promise.reject(new ApiProblem(409, { code: 'wrong_step' }))])
    box.put(errand('C1.1'))
    box.put(errand('C1.2'))
    await settled()
    expect(refused).toHaveBeenCalledOnce()
    expect(sent.map((one) => one.key)).toEqual(['C1.1', 'C1.2'])
    expect(box.sign.value).toBe('saved')
  })

  it('sends what an earlier visit left behind', async () => {
    const { box, sent } = outbox([], [errand('D1.1')])
    expect(box.sign.value).toBe('saving')
    await box.run()
    expect(sent).toHaveLength(1)
  })
})
