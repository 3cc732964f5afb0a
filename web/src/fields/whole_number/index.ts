import type { FieldKind } from '../kind'
import { numeric } from '../shared/textual'

export const whole_number: FieldKind = { ...numeric }
