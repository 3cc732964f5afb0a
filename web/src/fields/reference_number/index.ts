import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'

/** Given by the system when the record is made. */
export const reference_number: FieldKind = { ...textual, Edit: null, sorts: true }
