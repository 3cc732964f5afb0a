import type { RouteRecordRaw } from 'vue-router'

export const partyRoutes: RouteRecordRaw[] = [
  { path: '/parties', name: 'parties', component: () => import('./PartiesPage.vue') },
  { path: '/duties', name: 'duties', component: () => import('./DutiesPage.vue') },
  { path: '/leading-groups', name: 'leading_groups', component: () => import('./LeadingGroupsPage.vue') },
]
