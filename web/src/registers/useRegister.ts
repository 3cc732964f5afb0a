// A declaration changes only with the pack; it is asked for once a tab.
import { see } from '@/kernel/api'
import type { Listing, Place } from '@/kernel/types'
import type { Register } from './register'

const kept = new Map<string, Promise<Register>>()
export function seeRegister(register: string): Promise<Register> {
  const asked = kept.get(register) ?? see<Register>(`/api/registers/${encodeURIComponent(register)}`)
  kept.set(register, asked)
  asked.catch(() => kept.delete(register))
  return asked
}
export const forgetRegisters = (): void => kept.clear()
export const seePlaces = async (signal?: AbortSignal): Promise<Place[]> => (await see<Listing<Place>>('/api/places', {}, signal)).items
