import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  sign_in: 'Sign in',
  name: 'Account',
  password: 'Password',
  name_needed: 'Please enter the account name.',
  password_needed: 'Please enter the password.',
  forgot: 'Forgotten the password? The system administrator of your unit can reset it.',
  open_pages: 'Open to everybody',
  open_results: 'Results',
  open_standard: 'The “two highs, three goods” standard',
  open_readings: 'How we read the standard',
  change_password: 'Change password',
  must_change: 'This is the first sign-in, or the password has run out. Choose your own password to go on.',
  old_password: 'Present password',
  new_password: 'New password',
  new_again: 'New password again',
  old_needed: 'Please enter the present password.',
  new_needed: 'Please enter a new password.',
  differ: 'The two new passwords differ; please enter them again.',
  rules: 'The security settings decide what is asked for; if it falls short you are told how.',
  changed: 'The password is changed.',
  change: 'Change',
}
export default en
