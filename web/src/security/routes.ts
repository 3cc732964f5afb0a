import type { RouteRecordRaw } from 'vue-router'

export const securityRoutes: RouteRecordRaw[] = [{ path: '/security', name: 'security', component: () => import('./SecurityPage.vue') }]
