// A field of a register or of an act, as the server declares it, and what a form holds for it.
import type { Named, Text } from '@/kernel/types'

export const kindNames = [
  'text', 'long_text', 'whole_number', 'decimal', 'money', 'date', 'instant', 'period', 'choice', 'choices', 'yes_no', 'phone', 'id_card', 'credit_code',
  'plate', 'place', 'dwelling', 'account', 'party', 'link', 'photos', 'files', 'signature', 'rows', 'reference_number', 'map_point',
] as const
export type KindName = (typeof kindNames)[number]
export interface When { field: string; is: string[] }
export interface Choice { choice: string; title: Text }
export interface Field {
  field: string
  kind: KindName
  title: Text
  help: Text | null
  required: boolean
  unique: boolean
  search: boolean
  sensitive: boolean
  default: unknown
  shown_when: When | null
  least?: number | string | null
  most?: number | string | null
  unit?: Text | null
  decimals?: number
  choices?: Choice[]
  register?: string
  level?: string
  party_kind?: string | null
  pattern?: string
  open?: boolean
  fields?: Field[]
}
/** What a form holds: texts for one-line kinds, ids for photos, days for a period, who was picked, lines. `undefined`: stays as it is. */
export type Typed = string | string[] | Named | Line[] | null | undefined
export interface Line { [field: string]: Typed }
export type Values = Line
