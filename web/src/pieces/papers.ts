// Which files seen in this tab are papers (PDF): those have no small picture and are downloaded instead of opened. Kept beside the
// drafts that name them, and forgotten with them: a draft holds ids only.
import { shallowReactive } from 'vue'

export const paperType = 'application/pdf'
const key = 'anju.draft.papers'
function kept(): string[] {
  try { return JSON.parse(sessionStorage.getItem(key) ?? '[]') as string[] } catch { return [] }
}
export const papers = shallowReactive(new Set<string>(kept()))
export function rememberPapers(seen: unknown): void {
  if (!Array.isArray(seen)) return
  const before = papers.size
  for (const one of seen as { id?: string; type?: string }[]) if (one?.id && one.type === paperType) papers.add(one.id)
  if (papers.size > before) sessionStorage.setItem(key, JSON.stringify([...papers]))
}
export const isPaper = (file: File): boolean => file.type === paperType || /\.pdf$/i.test(file.name)
