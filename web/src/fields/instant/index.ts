import type { FieldKind } from '../kind'
import { dated } from '../shared/textual'
import Edit from './Edit.vue'

export const instant: FieldKind = {
  ...dated, Edit,
  form: (raw) => (raw ? String(raw).slice(0, 16) : ''),
  words: (shown, _, { moment }) => (shown ? moment(String(shown)) : ''),
}
