import { createApp } from 'vue'
import './kernel/element.css'
import './tokens.css'
import './base.css'
import App from './shell/App.vue'
import { i18n } from './kernel/i18n'
import { router } from './kernel/router'

createApp(App).use(i18n).use(router).mount('#app')
