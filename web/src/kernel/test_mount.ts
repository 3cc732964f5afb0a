// Mounts a component as the app would: with the words, and with a router that knows any address it is given.
import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n, speak } from './i18n'

enableAutoUnmount(afterEach)

const blank = { template: '<i />' }
export function testRouter(names: string[] = []): Router {
  return createRouter({
    history: createMemoryHistory(),
    routes: [...names.map((name) => ({ path: `/${name}/:id?`, name, component: blank })), { path: '/:rest(.*)*', name: 'any', component: blank }],
  })
}
export function mountWith(component: unknown, options: { props?: object; slots?: Record<string, unknown>; router?: Router; language?: 'zh' | 'en' } = {}): VueWrapper {
  speak(options.language ?? 'zh')
  return mount(component as never, { props: options.props as never, slots: options.slots as never, global: { plugins: [i18n, options.router ?? testRouter()] }, attachTo: document.body })
}
/** An answer of the server for a stubbed fetch. */
export const reply = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status })
