import { describe, expect, it } from 'vitest'
import { sizeWords } from '@/pieces/size'
import { adds, asText, type ImportResult } from './import'

const nothing: ImportResult = { dry_run: true, streets: 0, communities: 0, estates: 0, buildings: 0, dwellings: 0, problems: [], problem_count: 0 }

describe('an import', () => {
  it('adds something when one of the counts is not nought', () => {
    expect(adds(nothing)).toBe(false)
    expect(adds({ ...nothing, dwellings: 3 })).toBe(true)
  })
  it('gives its problems as lines for a spreadsheet, one line a cell whatever the cell holds', () => {
    const text = asText([{ sheet: '户', row: 7, column: '建筑面积', value: '八十\t九\n', zh: '请写数字。', en: 'Write a number.' }], ['表', '行', '列', '内容', '怎么改'], 'zh')
    expect(text.split('\n')).toEqual(['表\t行\t列\t内容\t怎么改', '户\t7\t建筑面积\t八十 九 \t请写数字。'])
  })
  it('says how large a file is', () => {
    expect([sizeWords(10), sizeWords(84_000), sizeWords(2_340_000)]).toEqual(['1 kB', '84 kB', '2.3 MB'])
  })
})
