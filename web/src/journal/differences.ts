// What an act changed, for people: every plain value that differs, also inside lists and objects, named by its path.
export interface Difference { field: string; before: string; after: string }

function leaves(value: unknown, path: string, found: Map<string, string>): void {
  if (value === null || value === undefined || value === '') return
  if (typeof value !== 'object') { found.set(path, String(value)); return }
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) { if (value.length) found.set(path, value.join('、')); return }
  for (const [key, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${key}` : key, found)
}

/** Before is absent: everything of after counts as new. `—` stands for nothing. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [new Map<string, string>(), new Map<string, string>()]
  leaves(before, '', old)
  leaves(after, '', now)
  const fields = [...new Set([...old.keys(), ...now.keys()])].filter((field) => field !== 'version')
  return fields.filter((field) => old.get(field) !== now.get(field)).map((field) => ({ field, before: old.get(field) ?? '—', after: now.get(field) ?? '—' }))
}
/** "grants.0.role" → ["grants", "role"], the numbers of lists left out: for looking up words. */
export const wordsOfPath = (field: string): string[] => field.split('.').filter((part) => !/^\d+$/.test(part))
