import { expect, it } from 'vitest'
import type { StandardChapter } from '@/kernel/types'
import { found } from './search'

const item = (code: string, zh: string, check: string) => ({ item: code, points: '1', title: { zh, en: `${code} title` }, place: '', checks: [{ zh: check, en: '' }], law: [], shown_by: [], may_not_apply: null, rule: { kind: 'steps', explain: null } })
const chapters: StandardChapter[] = [
  { chapter: 'C', title: null, points: '2', groups: [{ group: 'C1', title: null, points: '2', items: [item('C1.1', '垃圾', '分类'), item('C1.2', '不乱贴', '墙面干净')] }] },
  { chapter: 'D', title: null, points: '1', groups: [{ group: 'D1', title: null, points: '1', items: [item('D1.1', '停车', '不乱停')] }] },
]
const codes = (words: string) => found(chapters, words).flatMap((chapter) => chapter.groups.flatMap((group) => group.items.map((one) => one.item)))

it('items are found by code, title in either language, or what is looked at', () => {
  expect(codes('c1.2')).toEqual(['C1.2'])
  expect(codes('停车')).toEqual(['D1.1'])
  expect(codes('C1.1 TITLE')).toEqual(['C1.1'])
  expect(codes('墙面')).toEqual(['C1.2'])
  expect(codes(' ')).toHaveLength(3)
  expect(found(chapters, '没有的字')).toEqual([])
})
