import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Results',
  lead_notice: 'The proposed results under notice, by the decisions as they stand now.',
  lead_final: 'Decided and fixed.',
  lead_none: 'Results appear when the panel has finished and the notice begins.',
  filter: 'Results of {year}, {changed}',
  filter_label: 'Filter results',
  changed_label: 'Changes',
  all: 'all estates',
  changed_only: 'only those changed since the notice',
  estate: 'Estate', street: 'Street', total: 'Total', satisfaction: 'Satisfaction', civility: 'Civility', star: 'Star', notice: 'In the notice', change: 'Change',
  changed: 'Changed',
  notice_was: '{total} points · {grade}',
  none: 'No results to show.',
  none_changed: 'Nothing has changed since the notice.',
  public: 'Public page',
  texts: 'Texts and exports',
}
export default en
