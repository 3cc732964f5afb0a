import type { RouteRecordRaw } from 'vue-router'

const meta = { open: true, layout: 'public' as const }
export const publicRoutes: RouteRecordRaw[] = [
  { path: '/public', name: 'public_results', component: () => import('./YearPage.vue'), props: true, meta },
  { path: '/public/years/:year(\\d{4})', name: 'public_year', component: () => import('./YearPage.vue'), props: true, meta },
  { path: '/public/years/:year(\\d{4})/estates/:estate', name: 'public_estate', component: () => import('./EstatePage.vue'), props: true, meta },
  { path: '/public/years/:year(\\d{4})/estates/:estate/objection', name: 'public_objection', component: () => import('./ObjectionPage.vue'), props: true, meta },
  { path: '/public/objections/:receipt?', name: 'public_receipt', component: () => import('./ReceiptPage.vue'), props: true, meta },
  { path: '/public/cases', name: 'public_cases', component: () => import('./CasesPage.vue'), meta },
  { path: '/public/cases/:id', name: 'public_case', component: () => import('./CasesPage.vue'), props: true, meta },
  { path: '/public/plaques/:number', name: 'public_plaque', component: () => import('./PlaquePage.vue'), props: true, meta },
]
