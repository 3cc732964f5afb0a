// What kinds have in common; a kind takes one of these and says where it differs.
import type { Named } from '@/kernel/types'
import type { Field, Typed } from '../field'
import type { FieldKind, Say } from '../kind'
import { names, rememberNames } from '../names'
import { partsOf, spanOf } from '../span'
import AnyFilter from './AnyFilter.vue'
import DaySpanFilter from './DaySpanFilter.vue'
import NumberInput from './NumberInput.vue'
import PhotosInput from './PhotosInput.vue'
import PhotosShow from './PhotosShow.vue'
import PickFilter from './PickFilter.vue'
import PickInput from './PickInput.vue'
import SpanFilter from './SpanFilter.vue'
import TextFilter from './TextFilter.vue'
import TextInput from './TextInput.vue'
import ThereFilter from './ThereFilter.vue'
import WordsShow from './WordsShow.vue'

const any = (): boolean => true
const textOf = (raw: unknown): string => (raw === null || raw === undefined ? '' : String(raw))
const trimmed = (value: Typed): string | null => (typeof value === 'string' ? value.trim() || null : null)
const isNamed = (value: unknown): value is Named => typeof value === 'object' && value !== null && 'id' in value

export const textual: FieldKind = {
  Show: WordsShow, Edit: TextInput, Filter: TextFilter,
  blank: () => '', form: textOf, body: trimmed,
  words: textOf,
  filterWords: (text, field, { t }) => (field.sensitive ? text : t('fields.contains', { text })),
  filters: any,
}

const spanWords = (said: (end: string) => string, least: string, most: string) => (text: string, _: Field, { t }: Say): string => {
  const { from, to } = spanOf(text)
  if (from === to) return said(from)
  return from && to ? t('fields.between', { from: said(from), to: said(to) }) : from ? t(`fields.${least}`, { from: said(from) }) : t(`fields.${most}`, { to: said(to) })
}
const figure = /^-?\d*(\.\d*)?(\.\.-?\d*(\.\d*)?)?$/
export const numeric: FieldKind = {
  ...textual, Edit: NumberInput, Filter: SpanFilter, end: true, sorts: true,
  words: (shown, field, { said }) => (shown === null || shown === undefined ? '' : [String(shown), said(field.unit)].filter(Boolean).join(' ')),
  filterWords: spanWords((end) => end, 'at_least', 'at_most'),
  filters: (text) => figure.test(text),
}
const days = /^(\d{4}-\d{2}-\d{2})?(\.\.(\d{4}-\d{2}-\d{2})?)?$/
export const dated: FieldKind = {
  ...textual, Filter: DaySpanFilter, sorts: true,
  filterWords: (text, field, say) => spanWords((end) => (end ? say.day(end) : ''), 'since', 'until')(text, field, say),
  filters: (text) => days.test(text),
}

/** One of the other things of the system, chosen from a list the server gives. */
export const picked: FieldKind = {
  ...textual, Edit: PickInput, Filter: PickFilter,
  blank: () => null,
  form: (_, shown) => (isNamed(shown) ? { id: shown.id, name: shown.name } : null),
  body: (value) => (isNamed(value) ? value.id : null),
  words: (shown) => {
    if (!isNamed(shown)) return ''
    return shown.name || '—'
  },
  filterWords: (text, _, { t }) => partsOf(text).map((id) => names.get(id) ?? '').filter(Boolean).join('、') || t('fields.chosen', { n: partsOf(text).length }),
}
export { rememberNames }

export const titleOfChoice = (field: Field, choice: string, { said, t }: Say): string =>
  field.kind === 'yes_no' ? t(choice === 'true' ? 'fields.yes' : 'fields.no') : said(field.choices?.find((one) => one.choice === choice)?.title) || choice
export const chosen: FieldKind = {
  ...textual, Filter: AnyFilter,
  filterWords: (text, field, say) => partsOf(text).map((choice) => titleOfChoice(field, choice, say)).join(say.t('fields.or')),
}

const ids = (list: unknown): string[] => (Array.isArray(list) ? list.map((one) => (isNamed(one) ? one.id : String(one))) : [])
const thereFilter: Pick<FieldKind, 'Filter' | 'filterWords' | 'filters'> = {
  Filter: ThereFilter,
  filterWords: (text, _, { t }) => t(text === 'no' ? 'fields.not_there' : 'fields.there'),
  filters: (text) => text === 'yes' || text === 'no',
}
/** Pictures by id: photographs, scanned papers, a signature. */
export const pictured: FieldKind = {
  ...textual, ...thereFilter, Show: PhotosShow, Edit: PhotosInput, wide: true,
  blank: () => [],
  form: (raw, shown) => ids(raw ?? shown),
  body: (value) => (Array.isArray(value) && value.length ? value : null),
  words: (shown, _, { t }) => (Array.isArray(shown) && shown.length ? t('fields.pictures', { n: shown.length }) : ''),
}
export const listed = thereFilter
