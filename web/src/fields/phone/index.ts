import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'

export const phone: FieldKind = { ...textual, sorts: true }
