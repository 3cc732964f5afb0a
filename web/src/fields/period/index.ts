import type { FieldKind } from '../kind'
import { dated } from '../shared/textual'
import Edit from './Edit.vue'

const ends = (value: unknown): string[] => (Array.isArray(value) ? [String(value[0] ?? ''), String(value[1] ?? '')] : ['', ''])
/** A first and a last day; the last may stay open where the register allows it. */
export const period: FieldKind = {
  ...dated, Edit,
  blank: () => ['', ''],
  form: ends,
  body: (value) => { const days = ends(value); return days[0] || days[1] ? days : null },
  words: (shown, _, { day, t }) => {
    const [from, to] = ends(shown)
    if (!from && !to) return ''
    return to ? t('fields.between', { from: day(from), to: day(to) }) : t('fields.since', { from: day(from) })
  },
}
