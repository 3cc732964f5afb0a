import type { RouteRecordRaw } from 'vue-router'

export const calendarRoutes: RouteRecordRaw[] = [{ path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue') }]
