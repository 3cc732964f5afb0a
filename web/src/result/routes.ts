import type { RouteRecordRaw } from 'vue-router'

export const resultRoutes: RouteRecordRaw[] = [{ path: '/results', name: 'results', component: () => import('./ResultsPage.vue') }]
