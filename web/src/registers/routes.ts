import type { RouteRecordRaw } from 'vue-router'

export const registerRoutes: RouteRecordRaw[] = [
  { path: '/registers', name: 'registers', component: () => import('./RegistersPage.vue') },
  { path: '/registers/:register', name: 'register', component: () => import('./RegisterPage.vue'), props: true },
  { path: '/registers/:register/new', name: 'record_new', component: () => import('./RecordFormPage.vue'), props: true },
  { path: '/registers/:register/import', name: 'record_import', component: () => import('./RecordImportPage.vue'), props: true },
  { path: '/records/:record', name: 'record', component: () => import('./RecordPage.vue'), props: true },
  { path: '/records/:record/history', name: 'record_history', component: () => import('./RecordPage.vue'), props: true },
  { path: '/records/:record/edit', name: 'record_edit', component: () => import('./RecordFormPage.vue'), props: true },
  // What the QR code on a label says: short, and without a word of what it is.
  { path: '/r/:record', redirect: (to) => ({ name: 'record', params: { record: to.params.record } }) },
]
