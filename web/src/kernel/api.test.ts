import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { act, addressOf, ApiProblem, keepCsrf, language, see, whenSignedOut } from './api'
import { reply } from './test_mount'

const fetched = vi.fn<typeof fetch>()
beforeEach(() => { vi.stubGlobal('fetch', fetched); language.value = 'zh' })
afterEach(() => { vi.unstubAllGlobals(); fetched.mockReset() })
const headersOf = (call: number) => fetched.mock.calls[call]![1]!.headers as Record<string, string>
const refusal = { code: 'not_a_step', detail: '扣分不合档', detail_zh: '扣分要按0.5一档。', detail_en: 'Deduct in steps of 0.5.', request_id: 'r-1', errors: [{ field: 'deduct', zh: '改成0.5的倍数', en: 'Use a multiple of 0.5' }] }

describe('asking the server', () => {
  it('leaves empty words out of an address and escapes the rest', () => {
    expect(addressOf('/api/estates', { street: '', q: '青 枫', stage: null, limit: 20 })).toBe('/api/estates?q=%E9%9D%92%20%E6%9E%AB&limit=20')
  })
  it('says which language to refuse in, and sends the token only with writes', async () => {
    fetched.mockImplementation(async () => reply({ ok: 1 }))
    keepCsrf('token-1')
    await see('/api/standard')
    language.value = 'en'
    await act('POST', '/api/parties', { name: 'x' })
    expect(headersOf(0)['Accept-Language']).toBe('zh-CN')
    expect(headersOf(0)['X-Anju-Csrf']).toBeUndefined()
    expect(headersOf(1)['Accept-Language']).toBe('en')
    expect(headersOf(1)['X-Anju-Csrf']).toBe('token-1')
  })
  it('turns a refusal into words and field errors that follow the language', async () => {
    fetched.mockImplementation(async () => reply(refusal, 422))
    const problem = await act('POST', '/api/x').catch((cause: unknown) => cause as ApiProblem)
    expect(problem).toBeInstanceOf(ApiProblem)
    const told = problem as ApiProblem
    expect([told.status, told.code, told.requestId]).toEqual([422, 'not_a_step', 'r-1'])
    expect([told.words, told.fieldWords.deduct]).toEqual(['扣分要按0.5一档。', '改成0.5的倍数'])
    language.value = 'en'
    expect([told.words, told.fieldWords.deduct]).toEqual(['Deduct in steps of 0.5.', 'Use a multiple of 0.5'])
  })
  it('says so when the server cannot be reached', async () => {
    fetched.mockRejectedValue(new TypeError('failed'))
    const problem = (await see('/api/me').catch((cause: unknown) => cause)) as ApiProblem
    expect(problem.status).toBe(0)
    expect(problem.words).toContain('连不上')
  })
  it('bears an answer that is not JSON', async () => {
    fetched.mockResolvedValue(new Response('<html>bad gateway</html>', { status: 502 }))
    const problem = (await see('/api/me').catch((cause: unknown) => cause)) as ApiProblem
    expect(problem.status).toBe(502)
    expect(problem.words).not.toBe('')
  })
  it('leads to signing in when the session is over, but not when a sign-in is refused', async () => {
    const signedOut = vi.fn()
    whenSignedOut(signedOut)
    fetched.mockImplementation(async () => reply(refusal, 401))
    await act('POST', '/api/sign-in').catch(() => undefined)
    expect(signedOut).not.toHaveBeenCalled()
    await see('/api/cockpit').catch(() => undefined)
    expect(signedOut).toHaveBeenCalledOnce()
  })
})
