import type { FieldKind } from '../kind'
import { picked } from '../shared/textual'

export const dwelling: FieldKind = { ...picked }
