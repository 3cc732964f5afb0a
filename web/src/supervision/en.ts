import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Supervision and merits',
  lead: 'What is done beside the yearly rating: supervision, mutual visits, model cases, merits.',
  estate: 'Estate', state: 'State', needed: 'Please fill in: {word}', saved: 'Saved',
  visits: {
    title: 'Supervision and mutual visits', plan: 'Plan a visit', kind: 'Kind', planned_on: 'Planned for', by_whom: 'Visiting unit', by_whom_help: 'The name of the unit only, no person.', purpose: 'Purpose',
    visited_on: 'Visited on', observed: 'What was seen', report: 'Report', visit: 'Enter the visit', write_report: 'Write the report', empty: 'No visit is planned yet.',
    filter: 'Show {kind}, state: {state}', filter_label: 'Filter the visits', any_kind: 'all visits', any_state: 'any',
    kinds: { supervision: 'Supervision', mutual: 'Mutual visit' },
    states: { planned: 'Planned', visited: 'Visited', reported: 'Reported' },
  },
  cases: {
    title: 'Model cases', add: 'Write a model case', name: 'Title', story: 'Story', story_help: 'Everybody can read it once published: no names of persons, no telephone numbers.', publish: 'Publish',
    publish_title: 'Publish “{title}”', publish_text: 'Everybody will be able to read it. It cannot be taken back.', empty: 'No model case yet.',
    states: { draft: 'Draft', published: 'Published' },
  },
  merits: {
    title: 'Merits', propose: 'Propose', name: 'Merit', lead: 'Only estates whose last published result is a star can be proposed.', year: 'Rests on', star: 'Star', star_words: 'Stars: {n}',
    confirm: 'Confirm', confirm_title: 'Confirm {estate}: {title}', confirm_text: 'Whoever proposed it may not confirm it. It cannot be taken back.', own: 'Waits for another account', empty: 'Nothing proposed yet.',
    states: { proposed: 'Proposed', confirmed: 'Confirmed' },
  },
}
export default en
