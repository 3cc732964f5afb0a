import type { FieldKind } from '../kind'
import { dated } from '../shared/textual'
import Edit from './Edit.vue'

export const date: FieldKind = { ...dated, Edit, words: (shown, _, { day }) => (shown ? day(String(shown)) : '') }
