import type { FieldKind } from '../kind'
import { pictured } from '../shared/textual'

/** Papers as pictures: photographed or scanned, one page each. */
export const files: FieldKind = { ...pictured }
