// The kinds by name. Filled by catalogue.ts; pieces of kinds look others up here, so that no file needs itself.
import type { Field } from './field'
import type { FieldKind } from './kind'

const known = new Map<string, FieldKind>()
export function register(kinds: Record<string, FieldKind>): void {
  for (const [name, kind] of Object.entries(kinds)) known.set(name, kind)
}
/** A kind a newer server has and these pages do not know is shown and typed as text. */
export const kindOf = (field: Field): FieldKind => known.get(field.kind) ?? known.get('text')!
