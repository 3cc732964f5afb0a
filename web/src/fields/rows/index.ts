import { kindOf } from '../registry'
import type { Line } from '../field'
import type { FieldKind } from '../kind'
import { listed, textual } from '../shared/textual'
import Edit from './Edit.vue'
import Show from './Show.vue'

type Stored = Record<string, unknown>
const lines = (value: unknown): Stored[] => (Array.isArray(value) ? (value as Stored[]) : [])
/** A table inside the record: a line of values each, by the columns' own kinds. */
export const rows: FieldKind = {
  ...textual, ...listed, Show, Edit, wide: true,
  blank: () => [],
  form: (raw, shown, field): Line[] => lines(raw).map((line, index) => Object.fromEntries((field.fields ?? []).map((column) => [column.field, kindOf(column).form(line[column.field] ?? null, lines(shown)[index]?.[column.field] ?? null, column)]))),
  body: (value, field) => {
    if (!lines(value).length) return null
    return (value as Line[]).map((line) => Object.fromEntries((field.fields ?? []).map((column) => [column.field, kindOf(column).body(line[column.field], column)] as const).filter(([, held]) => held !== null)))
  },
  words: (shown, field, say) => lines(shown).map((line) => (field.fields ?? []).map((column) => kindOf(column).words(line[column.field], column, say)).filter(Boolean).join(' ')).join(say.t('fields.semicolon')),
}
