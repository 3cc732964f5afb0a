import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'
import Edit from './Edit.vue'
import Show from './Show.vue'

export const long_text: FieldKind = { ...textual, Show, Edit, wide: true, words: (shown) => String(shown ?? '').replace(/\s+/g, ' ') }
