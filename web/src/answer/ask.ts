// Asks the server on behalf of somebody unknown: unlike kernel/api, without any cookie, so that nothing but the code goes along,
// and with an end to waiting, because a bad network often answers nothing at all.
import { ApiProblem, language } from '@/kernel/api'
import type { Opened } from './sheet'

const patience = 20000
const noNetwork = { code: 'no_network', detail_zh: '连不上网络。', detail_en: 'There is no network.' }

function ask<T>(path: string, body: object): Promise<T> {
  return new Promise<T>((done, fail) => {
    const timer = setTimeout(() => fail(new ApiProblem(0, noNetwork)), patience)
    const lost = (): void => { clearTimeout(timer); fail(new ApiProblem(0, noNetwork)) }
    fetch(path, {
      method: 'POST', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'Accept-Language': language.value === 'zh' ? 'zh-CN' : 'en' },
    }).then((reply) => reply.text().then((text) => {
      clearTimeout(timer)
      let found: unknown = null
      try { found = JSON.parse(text) } catch { /* not ours: a page of something between */ }
      if (reply.ok && found) done(found as T)
      else fail(reply.ok ? new ApiProblem(0, noNetwork) : new ApiProblem(reply.status, (found || {}) as object))
    })).catch(lost)
  })
}

export const openSurvey = (code: string): Promise<Opened> => ask<Opened>('/api/public/survey/open', { code })
export const sendAnswer = (body: object): Promise<{ receipt: string; counted: boolean }> => ask('/api/public/survey/answer', body)
