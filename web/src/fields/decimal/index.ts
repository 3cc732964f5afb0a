import type { FieldKind } from '../kind'
import { numeric } from '../shared/textual'

export const decimal: FieldKind = { ...numeric }
