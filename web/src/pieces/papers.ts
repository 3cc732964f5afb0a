// Which files seen in this tab are papers (PDF): those have no small picture and are downloaded instead of opened.
import { shallowReactive } from 'vue'

export const paperType = 'application/pdf'
export const papers = shallowReactive(new Set<string>())
export function rememberPapers(seen: unknown): void {
  if (!Array.isArray(seen)) return
  for (const one of seen as { id?: string; type?: string }[]) if (one?.id && one.type === paperType) papers.add(one.id)
}
export const isPaper = (file: File): boolean => file.type === paperType || /\.pdf$/i.test(file.name)
