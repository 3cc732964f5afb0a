import type { FieldKind } from '../kind'
import { pictured } from '../shared/textual'
import Edit from './Edit.vue'
import Show from './Show.vue'

export const signature: FieldKind = {
  ...pictured, Show, Edit,
  blank: () => '',
  form: (raw) => (raw ? String(raw) : ''),
  body: (value) => (typeof value === 'string' && value ? value : null),
  words: (shown, _, { t }) => (shown ? t('fields.signed') : ''),
}
