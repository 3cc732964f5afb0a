import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'

export const text: FieldKind = { ...textual, sorts: true }
