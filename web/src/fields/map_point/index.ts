import type { FieldKind } from '../kind'
import { listed, textual } from '../shared/textual'
import Edit from './Edit.vue'

/** Latitude and longitude in degrees, "30.279000,120.130000"; typed in either order, the server puts it right. */
export const map_point: FieldKind = {
  ...textual, ...listed, Edit, wide: true,
  words: (shown) => (typeof shown === 'string' ? shown.replace(/,\s*/, ', ') : ''),
}
