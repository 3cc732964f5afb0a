import type { RouteRecordRaw } from 'vue-router'

export const placesRoutes: RouteRecordRaw[] = [{ path: '/places/import', name: 'place_import', component: () => import('./ImportPage.vue') }]
