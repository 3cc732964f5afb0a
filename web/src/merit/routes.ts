import type { RouteRecordRaw } from 'vue-router'

export const meritRoutes: RouteRecordRaw[] = [{ path: '/merits', name: 'merits', component: () => import('./MeritPage.vue') }]
