import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Merits',
  lead: 'Estates whose last published result is a star can be proposed; another person confirms. Supervision, mutual visits and model cases are registers.',
  list: 'Proposals', estate: 'Estate', state: 'State', needed: 'Please fill in: {word}', saved: 'Saved',
  propose: 'Propose', name: 'Merit', rule: 'Only estates whose last published result is a star can be proposed.', year: 'Rests on', star: 'Star', star_words: 'Stars: {n}',
  confirm: 'Confirm', confirm_title: 'Confirm {estate}: {title}', confirm_text: 'Whoever proposed it may not confirm it. It cannot be taken back.', own: 'Waits for another account', empty: 'Nothing proposed yet.',
  states: { proposed: 'Proposed', confirmed: 'Confirmed' },
}
export default en
