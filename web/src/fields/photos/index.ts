import type { FieldKind } from '../kind'
import { pictured } from '../shared/textual'

export const photos: FieldKind = { ...pictured }
