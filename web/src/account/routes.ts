import type { RouteRecordRaw } from 'vue-router'

export const accountRoutes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign_in', component: () => import('./SignInPage.vue'), meta: { open: true } },
  { path: '/password', name: 'password', component: () => import('./PasswordPage.vue') },
]
