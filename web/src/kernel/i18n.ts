// Chinese and English. Each area brings its own words (zh.ts, en.ts); locales.ts lists them; the compiler holds English complete.
import { ref, watch } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import { language, type Language } from './api'
import * as format from './format'
import { en, zh } from './locales'
import type { Day, Instant, Said } from './types'

/** The shape of the Chinese words, with any text in the leaves: English must have every key, and no other. */
export type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> }

const remembered = 'anju.language'
function firstLanguage(): Language {
  const kept = localStorage.getItem(remembered)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh, en } })

export function speak(chosen: Language): void {
  language.value = chosen
  localStorage.setItem(remembered, chosen)
}
watch(language, (chosen) => {
  i18n.global.locale.value = chosen
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
}, { immediate: true, flush: 'sync' })
language.value = firstLanguage()

/** Words for a component: t(key), said(text of the pack), day(), moment(). */
export function useWords() {
  const { t } = useI18n({ useScope: 'global' })
  return {
    t,
    language,
    said: (text: Said) => format.said(text, language.value),
    day: (value: Day | null | undefined, length: 'long' | 'short' = 'long') => format.day(value, language.value, length),
    moment: (value: Instant | null | undefined) => format.moment(value, language.value),
  }
}

const sizeKey = 'anju.size'
/** The size of public pages: 'public' or 'large', remembered on this device. */
export const publicSize = ref<'public' | 'large'>(localStorage.getItem(sizeKey) === 'large' ? 'large' : 'public')
watch(publicSize, (size) => localStorage.setItem(sizeKey, size))
