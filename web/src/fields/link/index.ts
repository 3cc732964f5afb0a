import type { FieldKind } from '../kind'
import { picked } from '../shared/textual'
import Show from './Show.vue'

export const link: FieldKind = { ...picked, Show }
