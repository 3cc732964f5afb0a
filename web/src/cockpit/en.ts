import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Overview',
  lead: 'Evaluation {year}; estates: {estates}; scores: {card}.',
  none: 'No evaluation yet',
  none_text: 'Set up this year’s evaluation first: its closing day, the survey method, the estates.',
  start: 'Set up the evaluation',
  clocks: 'Overdue',
  clocks_none: 'No rectification is overdue.',
  clocks_more: 'All that are overdue',
  clocks_partial: 'Overdue rectifications could not be loaded: {why}',
  late_item: '{estate} · {item} {title}',
  ladder: 'Nearest to the next star',
  ladder_none: 'No estate is only a few points short.',
  now: 'now {total} points',
  open_estate: 'Scorecard',
  matrix: 'Where points are lost',
  counts: 'Stars',
  estates: '{n}',
  unrated: 'Not starred',
  failed: 'Below standard',
  incomplete: 'Incomplete',
  not_rated: 'Pending, not starred',
  star_n: 'Stars: {n}',
  ranking: 'Ranking',
}
export default en
