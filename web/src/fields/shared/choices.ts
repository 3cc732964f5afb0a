// What a field of a register, or of an act, may be chosen from.
import { see } from '@/kernel/api'
import type { Listing } from '@/kernel/types'
import type { KindName } from '../field'
import { rememberNames } from '../names'

export interface Found { id: string; name: string; detail: string }
export type Choices = Listing<Found>
export interface Wanted { register: string; act: string; path: string; kind: KindName; place: string; search: string }

/** Dwellings are those of the place; records of the place come first, then those elsewhere. */
export async function seeChoices({ register, act, path, kind, place, search }: Wanted): Promise<Choices> {
  const ask = (where: string) => see<Choices>(`/api/registers/${register}/choices`, { field: path, act, place: where, search, limit: 50 })
  const near = kind === 'dwelling' || kind === 'link' ? place : ''
  let found = await ask(near)
  if (kind === 'link' && near && !found.next) {
    const all = await ask('')
    found = { items: [...found.items, ...all.items.filter((one) => !found.items.some((each) => each.id === one.id))], next: all.next }
  }
  rememberNames(found.items)
  return found
}
