import type { RouteRecordRaw } from 'vue-router'

export const inspectionRoutes: RouteRecordRaw[] = [
  { path: '/inspections', name: 'inspections', component: () => import('./InspectionsPage.vue') },
  { path: '/inspections/:inspection', name: 'inspection', component: () => import('./InspectionPage.vue'), props: true },
]
