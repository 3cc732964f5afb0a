import type { RouteRecordRaw } from 'vue-router'

export const findingRoutes: RouteRecordRaw[] = [
  { path: '/findings', name: 'findings', component: () => import('./FindingsPage.vue') },
  { path: '/findings/:finding', name: 'finding', component: () => import('./FindingPage.vue'), props: true },
]
