// Sheets begun on this phone and not yet written: kept by person and check, so that a phone handed on does not show them to others.
import type { SheetDraft } from './forms'

const keyOf = (person: string, civility: string, position: number): string => `anju.civility.${person}.${civility}.${position}`
export function keptSheet(person: string, civility: string, position: number): SheetDraft | null {
  try { return JSON.parse(localStorage.getItem(keyOf(person, civility, position)) ?? 'null') as SheetDraft | null } catch { return null }
}
export function keepSheet(person: string, civility: string, position: number, draft: SheetDraft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(person, civility, position), JSON.stringify(draft))
    else localStorage.removeItem(keyOf(person, civility, position))
  } catch { /* a full phone: the sheet is still on the screen */ }
}
