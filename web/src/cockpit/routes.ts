import type { RouteRecordRaw } from 'vue-router'
import { may } from '@/kernel/session'

export const cockpitRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'cockpit',
    component: () => import('./CockpitPage.vue'),
    // Accounts without the year's overview start at what they may see.
    beforeEnter: () => (may('evaluation.read') ? true : may('rating.read') ? { name: 'todo' } : may('place.read') ? { name: 'estates' } : { name: 'standard' }),
  },
]
