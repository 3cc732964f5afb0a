// Who is signed in, and what they may do. The server decides; here rights only hide what would be refused anyway.
import { computed, ref } from 'vue'
import { act, keepCsrf, see } from './api'
import type { Account, Me } from './types'

export const account = ref<Account | null>(null)
export const signedIn = computed(() => account.value !== null)
let asked: Promise<void> | null = null

function keep(me: Me): void {
  account.value = me.account
  keepCsrf(me.csrf_token)
}

/** Asks once who we are; later calls share the answer. */
export function whoAmI(): Promise<void> {
  asked ??= see<Me>('/api/me').then(keep, (problem: unknown) => { asked = null; throw problem })
  return asked
}

/** Forgets the person and the drafts of this tab. */
export function forget(): void {
  account.value = null
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('anju.draft.')) sessionStorage.removeItem(key)
}
export const may = (right: string): boolean => account.value?.rights.includes(right) ?? false

export async function signIn(name: string, password: string): Promise<void> { keep(await act<Me>('POST', '/api/sign-in', { name, password })) }

export async function signOut(): Promise<void> {
  await act('POST', '/api/sign-out')
  forget()
  asked = null
  await whoAmI()
}

export async function changePassword(before: string, after: string): Promise<void> {
  await act('POST', '/api/me/password', { old: before, new: after })
  asked = null
  await whoAmI()
}
