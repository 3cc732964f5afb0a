import type { RouteRecordRaw } from 'vue-router'

export const panelRoutes: RouteRecordRaw[] = [{ path: '/panel', name: 'panel', component: () => import('./PanelPage.vue') }]
