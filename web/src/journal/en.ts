import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Journal',
  lead: 'Who did what and when, before and after. For reading only.',
  filter: 'Lines from {from} to {to}, {kind}, {act}',
  filter_label: 'Filter the journal',
  from: 'From', to: 'To', kind: 'About', act: 'Act', place: 'Place',
  any_kind: 'anything',
  any_act: 'any act',
  kinds: { account: 'accounts', setting: 'settings', evaluation: 'evaluations', inspection: 'inspections', finding: 'findings', rectification: 'rectifications', objection: 'objections', plaque: 'plaques', visit: 'visits', model_case: 'model cases', merit: 'merits', estate: 'estates', community: 'communities', street: 'streets', party: 'parties', group_post: 'leading groups', calendar: 'calendar', photo: 'photos', job: 'jobs', import: 'imports', standard: 'the standard' },
  columns: { at: 'When', actor: 'Who', act: 'What', place: 'Where', change: 'Changes' },
  nobody: '(not signed in)',
  empty: 'No line matches.',
  change: '{before} → {after}',
  why: 'Reason: {why}',
  more_changes: '{n} more',
  values: {
    true: 'yes', false: 'no', open: 'open', handed_in: 'handed in', draft: 'not handed in', submitted: 'to be decided', accepted: 'upheld', rejected: 'dismissed', merged: 'merged', withdrawn: 'withdrawn', fixed: 'mended', confirmed: 'closed', received: 'to be answered', upheld: 'upheld', partly: 'partly upheld', refused: 'refused', active: 'active', disabled: 'disabled', unseen: 'unseen', fine: 'no fault', deducted: 'deducted', not_applicable: 'not applicable',
    self_check: 'self-check', inspection: 'inspection', opinions: 'opinions', panel: 'panel', notice: 'notice', final: 'final decision', publication: 'publication', closed: 'closed', third_party: 'third party', department: 'department', survey: 'survey', pending: 'pending', settled: 'settled', star: 'starred', unrated: 'not starred', fails: 'below standard', incomplete: 'incomplete', stage_not_rated: 'pending, not starred', public: 'resident', party: 'party',
  },
  fields: {
    state: 'state', step: 'step', total: 'total', star: 'star', outcome: 'outcome', deduct: 'points', reason: 'reason', spot: 'where', note: 'note', item: 'item', value: 'value', source: 'source', findings: 'findings', photos: 'photos', due: 'deadline', name: 'name', display_name: 'person', role: 'role', grants: 'roles', place_id: 'place id', party_id: 'party id', number: 'number', withdrawn: 'withdrawn', receipt: 'receipt', channel: 'channel', changes: 'changes', summary: 'summary', visited_on: 'day of visit', households: 'households', address: 'address', stage: 'stage', holidays: 'holidays', size: 'size', type: 'type', sm3: 'fingerprint', accepted: 'upheld', merged_into: 'merged into', planned_from: 'planned from', planned_to: 'planned to', dry_run: 'check only', bytes: 'bytes', confirmed: 'confirmed',
    password_length: 'password length', password_kinds: 'password kinds', password_history: 'password history', password_days: 'password days', failures: 'failures', lock_minutes: 'lock minutes', idle_minutes: 'idle minutes', year: 'year', title: 'title', unit: 'unit', post: 'post', part: 'part',
  },
}
export default en
