import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'

export const plate: FieldKind = { ...textual, sorts: true }
