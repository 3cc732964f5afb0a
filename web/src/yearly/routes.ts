import type { RouteRecordRaw } from 'vue-router'

export const yearRoutes: RouteRecordRaw[] = [
  { path: '/evaluation', name: 'evaluation', component: () => import('./YearsPage.vue') },
  { path: '/evaluation/new', name: 'evaluation_open', component: () => import('./OpenYearPage.vue') },
  {
    path: '/evaluation/:year(\\d{4})',
    component: () => import('./YearPage.vue'),
    props: true,
    children: [
      { path: '', name: 'evaluation_year', component: () => import('./StageBoard.vue') },
      { path: 'estates', name: 'evaluation_estates', component: () => import('./YearEstates.vue') },
      { path: 'ranking', name: 'evaluation_ranking', component: () => import('./YearRanking.vue') },
      { path: 'streets', name: 'evaluation_streets', component: () => import('./YearStreets.vue') },
      { path: 'matrix', name: 'evaluation_matrix', component: () => import('./YearMatrix.vue') },
      { path: 'texts', name: 'evaluation_texts', component: () => import('./YearTexts.vue') },
    ],
  },
]
