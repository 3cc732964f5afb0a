// Items whose code, title or checks hold the words; chapters and groups without any are left out.
import type { Said, StandardChapter, StandardItem } from '@/kernel/types'

const both = (text: Said) => (typeof text === 'string' ? text : text ? `${text.zh} ${text.en}` : '')
const holds = (item: StandardItem, words: string) => [item.item, both(item.title), ...item.checks.map(both)].join('\n').toLowerCase().includes(words)

export function found(chapters: StandardChapter[], words: string): StandardChapter[] {
  const wanted = words.trim().toLowerCase()
  if (!wanted) return chapters
  return chapters
    .map((chapter) => ({ ...chapter, groups: chapter.groups.map((group) => ({ ...group, items: group.items.filter((item) => holds(item, wanted)) })).filter((group) => group.items.length) }))
    .filter((chapter) => chapter.groups.length)
}
