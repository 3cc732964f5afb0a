import type { RouteRecordRaw } from 'vue-router'

export const civilityRoutes: RouteRecordRaw[] = [
  { path: '/civilities', name: 'civilities', component: () => import('./CivilitiesPage.vue') },
  { path: '/civilities/new', name: 'civility_new', component: () => import('./NewPlanPage.vue') },
  { path: '/civilities/:civility/observations/:position(\\d+)', name: 'civility_sheet', component: () => import('./SheetPage.vue'), props: (route) => ({ civility: String(route.params.civility), position: Number(route.params.position) }) },
  {
    path: '/civilities/:civility',
    component: () => import('./CivilityPage.vue'),
    props: true,
    children: [
      { path: '', name: 'civility', component: () => import('./CivilityPlan.vue') },
      { path: 'plan', name: 'civility_plan', component: () => import('./CivilityPlan.vue') },
      { path: 'field', name: 'civility_field', component: () => import('./FieldWork.vue') },
      { path: 'import', name: 'civility_import', component: () => import('./CivilityImport.vue') },
      { path: 'result', name: 'civility_result', component: () => import('./CivilityResult.vue') },
    ],
  },
]
