import type { Choice } from '../field'
import type { FieldKind } from '../kind'
import { chosen } from '../shared/textual'
import Edit from './Edit.vue'

export const choices: FieldKind = {
  ...chosen, Edit, wide: true,
  blank: () => [],
  form: (raw) => (Array.isArray(raw) ? raw.map(String) : []),
  body: (value) => (Array.isArray(value) && value.length ? value : null),
  words: (shown, _, { said, t }) => (Array.isArray(shown) ? (shown as Choice[]).map((one) => said(one.title)).join(t('fields.and')) : ''),
}
