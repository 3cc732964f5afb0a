import type { RouteRecordRaw } from 'vue-router'

export const objectionRoutes: RouteRecordRaw[] = [{ path: '/objections', name: 'objections', component: () => import('./ObjectionsPage.vue') }]
