import { createApp } from 'vue'
import '@/tokens.css'
import './answer.css'
import AnswerApp from './AnswerApp.vue'
import { firstLanguage, speak } from './words'

speak(firstLanguage())
createApp(AnswerApp).mount('#app')
