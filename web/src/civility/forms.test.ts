import { describe, expect, it } from 'vitest'
import { mountWith } from '@/kernel/test_mount'
import CheckRow from './CheckRow.vue'
import type { CivilityCheck, ObservationPoint } from './civility'
import { checkPlan, checkSheet, fileWrong, markedCount, planBody, planValues, seedTyped, sheetBody, sheetDraft, type PlanValues } from './forms'

const point: ObservationPoint = { point: 'gate', title: '', checks: [{ check: 'clean', title: '地面干净' }, { check: 'guard', title: '门卫在岗' }] }
const check: CivilityCheck = { title: '', item: 'B1', points: [point, { ...point, point: 'road' }], moments: [{ moment: 'a', title: '' }, { moment: 'b', title: '' }, { moment: 'c', title: '' }], observations: 4, second_observer_percent: 20 }

describe('the plan of a civility check', () => {
  const good: PlanValues = { observations: '4', second_percent: '20', starts: '2026-11-24', ends: '2026-11-28', party_id: 'firm', decision: '' }
  it('starts from what the pack proposes', () => {
    expect(planValues(check, null)).toMatchObject({ observations: '4', second_percent: '20', starts: null, decision: '' })
  })
  it('cannot look at more pairs than there are points and moments', () => {
    expect(checkPlan({ ...good, observations: '6' }, check, false)).toEqual({})
    expect(checkPlan({ ...good, observations: '7' }, check, false)).toEqual({ observations: 'observations' })
    expect(checkPlan({ ...good, observations: '0' }, check, false)).toEqual({ observations: 'observations' })
  })
  it('needs days in order and, when it replaces a started one, a reason', () => {
    expect(checkPlan({ ...good, ends: '2026-11-23' }, check, false)).toEqual({ ends: 'order' })
    expect(checkPlan({ ...good, decision: '太短' }, check, true)).toEqual({ decision: 'decision' })
  })
  it('is sent with numbers, and without an empty reason', () => {
    expect(planBody(good)).toEqual({ observations: 4, second_percent: 20, starts: '2026-11-24', ends: '2026-11-28', party_id: 'firm' })
  })
  it('takes a seed of 64 hexadecimal digits, with blanks between, or none', () => {
    expect(seedTyped('AB '.repeat(32))).toBe('ab'.repeat(32))
    expect(seedTyped(' ')).toBe('')
    expect(seedTyped('abc')).toBeNull()
  })
})

describe('the field sheet', () => {
  it('asks for a mark at every check point, and for a photo or a note at a failed one', () => {
    const draft = sheetDraft(point, null, '2026-11-24')
    draft.marks.clean!.mark = 'failed'
    expect(checkSheet(draft, '2026-11-24')).toEqual({ clean: 'proof', guard: 'mark' })
    draft.marks.clean!.photos = ['photo-1']
    draft.marks.guard!.mark = 'not_there'
    expect(checkSheet(draft, '2026-11-24')).toEqual({})
    expect(markedCount(draft)).toBe(2)
  })
  it('does not take a day that has not come', () => {
    expect(checkSheet({ observed_on: '2026-11-25', marks: {} }, '2026-11-24')).toEqual({ observed_on: 'future' })
  })
  it('sends one photo and the note of a failed mark, and nothing of a mark that was changed to passed', () => {
    const draft = sheetDraft(point, null, '2026-11-24')
    Object.assign(draft.marks.clean!, { mark: 'failed', note: ' 有纸屑 ', photos: ['photo-1'] })
    Object.assign(draft.marks.guard!, { mark: 'passed', note: '先前写的', photos: ['photo-2'] })
    expect(sheetBody(draft)).toEqual({ observed_on: '2026-11-24', marks: [{ check: 'clean', mark: 'failed', note: '有纸屑', file_id: 'photo-1' }, { check: 'guard', mark: 'passed', note: '', file_id: null }] })
  })
  it('is filled with the own sheet to correct, or with what this phone kept', () => {
    const own = { observer: 1 as const, account_name: '', mine: true, observed_on: '2026-11-20', marks: [{ check: 'clean', mark: 'failed' as const, note: '', file_id: 'photo-1' }] }
    expect(sheetDraft(point, own, '2026-11-24')).toEqual({ observed_on: '2026-11-20', marks: { clean: { mark: 'failed', note: '', photos: ['photo-1'] }, guard: { mark: '', note: '', photos: [] } } })
    const kept = { observed_on: '2026-11-21', marks: { guard: { mark: 'passed' as const, note: '', photos: [] } } }
    expect(sheetDraft(point, own, '2026-11-24', kept)).toMatchObject({ observed_on: '2026-11-21', marks: { clean: { mark: 'failed' }, guard: { mark: 'passed' } } })
  })
  it('shows photo and note only for a failed check point', async () => {
    const mark = { mark: 'passed', note: '', photos: [] }
    const page = mountWith(CheckRow, { props: { check: point.checks[0], modelValue: mark } })
    expect(page.find('textarea').exists()).toBe(false)
    await page.setProps({ modelValue: { ...mark, mark: 'failed' } } as never)
    expect(page.find('textarea').exists()).toBe(true)
    expect(page.text()).toContain('不要拍到人脸和车牌')
  })
})

describe('a sheet to import', () => {
  it('is a workbook or a csv that is neither empty nor too large', () => {
    expect([fileWrong('结果.xlsx', 1000), fileWrong('结果.CSV', 1000), fileWrong('结果.pdf', 1000), fileWrong('结果.xlsx', 0), fileWrong('结果.xlsx', 99e6)]).toEqual(['', '', 'not_sheet', 'empty', 'too_large'])
  })
})
