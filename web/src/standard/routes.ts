import type { RouteRecordRaw } from 'vue-router'

export const standardRoutes: RouteRecordRaw[] = [
  { path: '/standard', name: 'standard', component: () => import('./StandardPage.vue'), meta: { open: true, layout: 'either' } },
  { path: '/standard/readings', name: 'readings', component: () => import('./ReadingsPage.vue'), meta: { open: true, layout: 'either' } },
  { path: '/standard/steps', name: 'steps', component: () => import('./StepsPage.vue'), meta: { open: true, layout: 'either' } },
]
