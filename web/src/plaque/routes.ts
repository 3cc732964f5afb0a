import type { RouteRecordRaw } from 'vue-router'

export const plaqueRoutes: RouteRecordRaw[] = [{ path: '/plaques', name: 'plaques', component: () => import('./PlaquesPage.vue') }]
