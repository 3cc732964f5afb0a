// All kinds of fields. A new kind: a folder with index.ts, its name in field.ts, its line here.
import { account } from './account'
import { choice } from './choice'
import { choices } from './choices'
import { credit_code } from './credit_code'
import { date } from './date'
import { decimal } from './decimal'
import { dwelling } from './dwelling'
import type { KindName } from './field'
import { files } from './files'
import { id_card } from './id_card'
import { instant } from './instant'
import type { FieldKind } from './kind'
import { link } from './link'
import { long_text } from './long_text'
import { map_point } from './map_point'
import { money } from './money'
import { party } from './party'
import { period } from './period'
import { phone } from './phone'
import { photos } from './photos'
import { place } from './place'
import { plate } from './plate'
import { reference_number } from './reference_number'
import { register } from './registry'
import { rows } from './rows'
import { signature } from './signature'
import { text } from './text'
import { whole_number } from './whole_number'
import { yes_no } from './yes_no'

export const catalogue: Record<KindName, FieldKind> = {
  account, choice, choices, credit_code, date, decimal, dwelling, files, id_card, instant, link, long_text, map_point, money, party, period, phone, photos, place, plate,
  reference_number, rows, signature, text, whole_number, yes_no,
}
register(catalogue)
export { kindOf } from './registry'
