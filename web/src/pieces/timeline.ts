// What changed between two journaled states, for people: only plain fields that differ, at most six.
export interface Change { field: string; before: string; after: string }

const plain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value)
const shown = (value: unknown): string => (plain(value) && value !== '' ? String(value) : '—')

export function changes(before: unknown, after: unknown): Change[] {
  if (!before || !after || typeof before !== 'object' || typeof after !== 'object') return []
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>]
  return Object.keys(now)
    .filter((field) => field !== 'version' && !field.endsWith('_id') && (plain(old[field]) || plain(now[field])) && shown(old[field]) !== shown(now[field]))
    .slice(0, 6)
    .map((field) => ({ field, before: shown(old[field]), after: shown(now[field]) }))
}
