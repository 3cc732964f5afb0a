import type { FieldKind } from '../kind'
import { textual } from '../shared/textual'

/** Always sensitive: found only by the whole number, never ordered by. */
export const id_card: FieldKind = { ...textual }
