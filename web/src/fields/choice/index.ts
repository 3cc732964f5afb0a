import type { Choice } from '../field'
import type { FieldKind } from '../kind'
import { chosen } from '../shared/textual'
import Edit from './Edit.vue'

export const choice: FieldKind = {
  ...chosen, Edit, sorts: true,
  form: (raw) => (raw === null || raw === undefined ? '' : String(raw)),
  words: (shown, _, { said }) => (shown ? said((shown as Choice).title) : ''),
}
