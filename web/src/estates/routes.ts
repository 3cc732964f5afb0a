import type { RouteRecordRaw } from 'vue-router'

export const estateRoutes: RouteRecordRaw[] = [
  { path: '/estates', name: 'estates', component: () => import('./EstatesPage.vue') },
  {
    path: '/estates/:estate',
    component: () => import('./EstatePage.vue'),
    props: true,
    children: [
      { path: '', name: 'estate', component: () => import('./EstateScorecard.vue') },
      { path: 'comparison', name: 'estate_comparison', component: () => import('./EstateComparison.vue') },
      { path: 'history', name: 'estate_history', component: () => import('./EstateHistory.vue') },
      { path: 'rectifications', name: 'estate_rectifications', component: () => import('./EstateRectifications.vue') },
      { path: 'parties', name: 'estate_parties', component: () => import('./EstateParties.vue') },
      { path: 'map', name: 'estate_map', component: () => import('./EstateMap.vue') },
      { path: 'timeline', name: 'estate_timeline', component: () => import('./EstateTimeline.vue') },
    ],
  },
]
