// The addresses. Each area lists its own in routes.ts; this file joins them, guards them and moves the focus.
import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { accountRoutes } from '@/account/routes'
import { accountsRoutes } from '@/accounts/routes'
import { calendarRoutes } from '@/calendar/routes'
import { civilityRoutes } from '@/civility/routes'
import { cockpitRoutes } from '@/cockpit/routes'
import { dailyRoutes } from '@/daily/routes'
import { estateRoutes } from '@/estates/routes'
import { findingRoutes } from '@/finding/routes'
import { inspectionRoutes } from '@/inspection/routes'
import { journalRoutes } from '@/journal/routes'
import { meritRoutes } from '@/merit/routes'
import { objectionRoutes } from '@/objection/routes'
import { panelRoutes } from '@/panel/routes'
import { partyRoutes } from '@/parties/routes'
import { placesRoutes } from '@/places/routes'
import { plaqueRoutes } from '@/plaque/routes'
import { publicRoutes } from '@/public/routes'
import { rectificationRoutes } from '@/rectification/routes'
import { registerRoutes } from '@/registers/routes'
import { resultRoutes } from '@/result/routes'
import { securityRoutes } from '@/security/routes'
import { standardRoutes } from '@/standard/routes'
import { surveyRoutes } from '@/survey/routes'
import { yearRoutes } from '@/yearly/routes'
import { whenSignedOut } from './api'
import { account, forget, whoAmI } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Readable without signing in. */
    open?: boolean
    /** 'console' (default) has the navigation; 'public' is the large, quiet page; 'either' follows whether one is signed in. */
    layout?: 'console' | 'public' | 'either'
  }
}

const routes: RouteRecordRaw[] = [
  ...accountRoutes,
  ...accountsRoutes,
  ...calendarRoutes,
  ...civilityRoutes,
  ...cockpitRoutes,
  ...dailyRoutes,
  ...estateRoutes,
  ...findingRoutes,
  ...inspectionRoutes,
  ...journalRoutes,
  ...meritRoutes,
  ...objectionRoutes,
  ...panelRoutes,
  ...partyRoutes,
  ...placesRoutes,
  ...plaqueRoutes,
  ...publicRoutes,
  ...rectificationRoutes,
  ...registerRoutes,
  ...resultRoutes,
  ...securityRoutes,
  ...standardRoutes,
  ...surveyRoutes,
  ...yearRoutes,
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('@/shell/NowherePage.vue'), meta: { open: true, layout: 'either' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => {
    if (saved) return saved
    if (to.hash) return { el: `[id="${CSS.escape(decodeURIComponent(to.hash.slice(1)))}"]`, top: 64 }
    return to.path === from.path ? false : { top: 0 }
  },
})

router.beforeEach(async (to) => {
  // A server that cannot be asked must not lock anybody out of pages that say so themselves.
  await whoAmI().catch(() => undefined)
  if (to.meta.open) return true
  if (!account.value) return { name: 'sign_in', query: { then: to.fullPath } }
  if (account.value.must_change_password && to.name !== 'password') return { name: 'password', query: { then: to.fullPath } }
  return true
})

// After a move the reader (and the screen reader) starts at the heading; not at the first page, where the skip link comes first.
router.afterEach(async (to, from, failure) => {
  if (failure || to.path === from.path || !from.matched.length) return
  await nextTick()
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
})

whenSignedOut(() => {
  forget()
  const here = router.currentRoute.value
  if (!here.meta.open) void router.replace({ name: 'sign_in', query: { then: here.fullPath } })
})
