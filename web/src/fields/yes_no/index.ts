import type { FieldKind } from '../kind'
import { chosen } from '../shared/textual'
import Edit from './Edit.vue'

/** In a form "true", "false" or "" for not filled in. */
export const yes_no: FieldKind = {
  ...chosen, Edit, sorts: true,
  form: (raw) => (raw === true || raw === 'true' ? 'true' : raw === false || raw === 'false' ? 'false' : ''),
  body: (value) => (value === 'true' ? true : value === 'false' ? false : null),
  words: (shown, _, { t }) => (shown === null || shown === undefined ? '' : t(shown === true || shown === 'true' ? 'fields.yes' : 'fields.no')),
}
