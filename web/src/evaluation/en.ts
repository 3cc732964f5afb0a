import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  year: 'Year',
  year_word: '{n}',
  none: 'No evaluation yet',
  none_text: 'Scores appear here once the evaluation of the year has been set up.',
  running: 'Running',
  step_due: 'by {day}',
  steps: 'Where the year stands',
  step_state: { done: 'Done', running: 'Running', waiting: 'To come' },
  progress: '{done} of {total}',
}
export default en
