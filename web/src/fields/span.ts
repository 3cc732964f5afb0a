// Filters from … to, written "from..to"; one value alone is both ends.
export interface Span { from: string; to: string }

export function spanOf(text: string): Span {
  const at = text.indexOf('..')
  return at < 0 ? { from: text, to: text } : { from: text.slice(0, at), to: text.slice(at + 2) }
}
export function spanText({ from, to }: Span): string {
  const [first, last] = [from.trim(), to.trim()]
  if (!first && !last) return ''
  return first === last ? first : `${first}..${last}`
}
export const partsOf = (text: string): string[] => text.split(',').map((part) => part.trim()).filter(Boolean)
