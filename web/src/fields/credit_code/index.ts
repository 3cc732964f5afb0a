import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'

export const credit_code: FieldKind = { ...textual, sorts: true }
