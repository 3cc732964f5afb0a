import type { RouteRecordRaw } from 'vue-router'

export const supervisionRoutes: RouteRecordRaw[] = [{ path: '/supervision', name: 'supervision', component: () => import('./SupervisionPage.vue') }]
