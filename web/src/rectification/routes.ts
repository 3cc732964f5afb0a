import type { RouteRecordRaw } from 'vue-router'

export const rectificationRoutes: RouteRecordRaw[] = [
  { path: '/rectifications', name: 'rectifications', component: () => import('./RectificationsPage.vue') },
  { path: '/rectifications/:rectification', name: 'rectification', component: () => import('./RectificationPage.vue'), props: true },
]
