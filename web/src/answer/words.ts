// The words of the answer page, without vue-i18n: half of the page's weight would be that. Days and texts are written here again
// because kernel/format calculates with BigInt, which old phones cannot even read.
import { language, type Language } from '@/kernel/api'
import type { Said } from '@/kernel/types'
import en from './en'
import zh from './zh'

type Tree = { [key: string]: string | Tree }
const remembered = 'anju.language'

/** The message of a key like 'start.short', its gaps {n} filled. */
export function t(key: string, gaps: Record<string, string | number> = {}): string {
  let found: string | Tree | undefined = (language.value === 'zh' ? zh : en) as Tree
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined
  return typeof found === 'string' ? found.replace(/\{(\w+)\}/g, (_, gap: string) => String(gaps[gap])) : key
}
export const words = (text: Said): string => (text ? (typeof text === 'string' ? text : text[language.value] || text.zh) : '')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** "2026-11-24" → "11月24日" / "24 Nov": a survey is over within weeks, so the year would only be more to read. */
export function dayWords(value: string): string {
  const parts = /^\d{4}-(\d{2})-(\d{2})/.exec(value || '')
  if (!parts) return ''
  const [month, date] = [Number(parts[1]), Number(parts[2])]
  return language.value === 'zh' ? `${month}月${date}日` : `${date} ${months[month - 1]}`
}

export function speak(chosen: Language): void {
  language.value = chosen
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
  try { localStorage.setItem(remembered, chosen) } catch { /* not allowed */ }
}
export function firstLanguage(): Language {
  try {
    const kept = localStorage.getItem(remembered)
    if (kept === 'zh' || kept === 'en') return kept
  } catch { /* not allowed */ }
  return /^en/i.test(navigator.language || '') ? 'en' : 'zh'
}
