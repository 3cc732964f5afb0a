import type { RouteRecordRaw } from 'vue-router'

export const dailyRoutes: RouteRecordRaw[] = [
  { path: '/todo', name: 'todo', component: () => import('./TodoPage.vue') },
  { path: '/live', name: 'live', component: () => import('./LivePage.vue') },
  { path: '/live/:estate', name: 'live_estate', component: () => import('./LiveEstatePage.vue'), props: true },
  { path: '/estates/:estate/day', name: 'estate_day', component: () => import('./DayPage.vue'), props: true },
  { path: '/notices', name: 'notices', component: () => import('./NoticesPage.vue') },
  { path: '/webhooks', name: 'webhooks', component: () => import('./WebhooksPage.vue') },
]
