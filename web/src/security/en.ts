import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Security',
  lead: 'For every account; changes go into the journal.',
  fields: {
    password_length: 'Fewest characters of a password',
    password_kinds: 'Fewest kinds of characters',
    password_history: 'Former passwords that may not come back',
    password_days: 'Days until a password must change',
    failures: 'Wrong passwords until an account is locked',
    lock_minutes: 'Minutes it stays locked',
    idle_minutes: 'Idle minutes until one is signed out',
  },
  help: {
    password_length: '',
    password_kinds: 'Capitals, small letters, digits, signs: four kinds.',
    password_history: '',
    password_days: '',
    failures: '',
    lock_minutes: 'An administrator may unlock it earlier.',
    idle_minutes: '',
  },
  whole: 'Enter a whole number.',
  saved: 'Saved; it holds from now on.',
}
export default en
