// The Chinese words, for tests of what stands outside a component.
import { i18n } from '@/kernel/i18n'
import { language } from '@/kernel/api'
import * as words from '@/kernel/format'
import type { Say } from './kind'

language.value = 'zh'
export const format = {
  t: ((key: string, filled: object = {}) => i18n.global.t(key, filled as Record<string, unknown>, { locale: 'zh' })) as Say['t'],
  language,
  said: (text) => words.said(text, 'zh'),
  day: (value, length = 'long') => words.day(value, 'zh', length),
  moment: (value) => words.moment(value, 'zh'),
} as Say
