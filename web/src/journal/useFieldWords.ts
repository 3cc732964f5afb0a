// The names of journaled fields, and the values of closed lists, as people say them.
import { i18n, useWords } from '@/kernel/i18n'
import { wordsOfPath } from './differences'

export function useFieldWords() {
  const { t } = useWords()
  const known = (key: string) => i18n.global.te(key)
  const fieldWord = (field: string): string => wordsOfPath(field).map((part) => (known(`journal.fields.${part}`) ? t(`journal.fields.${part}`) : part)).join(' ')
  /** "true", "open", "third_party" and the like; anything else stays as it is. */
  function valueWord(field: string, value: string): string {
    const last = wordsOfPath(field).at(-1) ?? field
    if (/^(true|false)$/.test(value)) return t(`journal.values.${value}`)
    if (['state', 'step', 'source', 'outcome', 'stage', 'channel', 'from', 'decision'].includes(last) && known(`journal.values.${value}`)) return t(`journal.values.${value}`)
    return value
  }
  return { fieldWord, valueWord }
}
