import { readdirSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { format } from './test_words'
import { catalogue, kindOf } from './catalogue'
import { kindNames, type Field, type KindName } from './field'
import { bodyOf, changedBody, draftOf, firstValues, formValues, holds, missing, named, titleOf, visible } from './form'
import { spanOf, spanText } from './span'

const text = (word: string) => ({ zh: word, en: word })
const field = (name: string, kind: KindName, more: Partial<Field> = {}): Field => ({ field: name, kind, title: text(name), help: null, required: false, unique: false, search: false, sensitive: false, default: null, shown_when: null, ...more })
const choices = ['a', 'b'].map((choice) => ({ choice, title: text(choice.toUpperCase()) }))
const fills = { me: { id: 'me', name: '我' }, now: new Date('2026-11-24T16:30:00Z') }

describe('the catalogue of kinds', () => {
  it('knows every kind a register may declare, and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...kindNames].sort())
    expect(kindNames).toHaveLength(26)
  })
  it('has one folder a kind', () => {
    const here = `${process.cwd()}/src/fields`
    const folders = readdirSync(here).filter((name) => statSync(`${here}/${name}`).isDirectory() && name !== 'shared')
    expect(folders.sort()).toEqual([...kindNames].sort())
  })
  it('lets everything be typed but what the system gives', () => {
    for (const name of kindNames) expect(!!catalogue[name].Edit, name).toBe(name !== 'reference_number')
    for (const name of kindNames) expect(catalogue[name].Filter, name).toBeTruthy()
  })
  it('sends nothing for what is left blank', () => {
    for (const name of kindNames) expect(catalogue[name].body(catalogue[name].blank(field('x', name)), field('x', name)), name).toBeNull()
  })
  it('shows and types a kind of a newer server as text', () => {
    expect(kindOf(field('x', 'map' as KindName)).words('there', field('x', 'text'), format)).toBe('there')
  })
})

describe('what a form holds and sends', () => {
  const columns = [field('who', 'text', { required: true }), field('serves', 'yes_no', { required: true })]
  const stored: [Field, unknown, unknown, unknown][] = [
    [field('x', 'whole_number'), 12, 12, '12'],
    [field('x', 'money'), '1200.50', '1200.50', '1200.50'],
    [field('x', 'instant'), '2026-11-24T13:05:00+08:00', '2026-11-24T13:05:00+08:00', '2026-11-24T13:05'],
    [field('x', 'period'), ['2026-01-01', ''], ['2026-01-01', ''], ['2026-01-01', '']],
    [field('x', 'choice', { choices }), 'a', choices[0], 'a'],
    [field('x', 'choices', { choices }), ['a', 'b'], choices, ['a', 'b']],
    [field('x', 'yes_no'), false, false, false],
    [field('x', 'link'), 'id', { id: 'id', name: '甲' }, 'id'],
    [field('x', 'photos'), ['p'], [{ id: 'p' }], ['p']],
    [field('x', 'signature'), 's', { id: 's' }, 's'],
    [field('x', 'rows', { fields: columns }), [{ who: '甲', serves: true }], [{ who: '甲', serves: true }], [{ who: '甲', serves: true }]],
  ]
  it('gives back what was stored, kind by kind', () => {
    for (const [one, raw, shown, sent] of stored) {
      expect(kindOf(one).body(kindOf(one).form(raw, shown, one), one), one.kind).toEqual(sent)
      expect(changedBody([one], formValues([one], { x: raw }, { x: shown }), formValues([one], { x: raw }, { x: shown })), one.kind).toEqual({})
    }
  })
  it('sends only what changed, and null for what was emptied', () => {
    const fields = [field('a', 'text'), field('b', 'text'), field('c', 'whole_number')]
    const before = formValues(fields, { a: '1', b: '2', c: 3 }, { a: '1', b: '2', c: 3 })
    expect(changedBody(fields, before, { ...before, a: ' 1 ', b: '', c: '4' })).toEqual({ b: null, c: '4' })
  })
  it('leaves a filled sensitive field alone until somebody changes it, and then sends it', () => {
    const fields = [field('phone', 'phone', { sensitive: true, required: true })]
    const before = formValues(fields, {}, { phone: '138****0001' })
    expect(before.phone).toBeUndefined()
    expect(changedBody(fields, before, before)).toEqual({})
    expect(missing(fields, before)).toEqual([])
    expect(changedBody(fields, before, { phone: '' })).toEqual({ phone: null })
    expect(changedBody(fields, before, { phone: '13800000002' })).toEqual({ phone: '13800000002' })
  })
  it('begins with the defaults, on the day it is in China', () => {
    const fields = [field('day', 'date', { default: 'today' }), field('at', 'instant', { default: 'now' }), field('by', 'account', { default: 'me' }), field('done', 'yes_no', { default: false }), field('kind', 'choice', { default: 'a', choices })]
    expect(firstValues(fields, fills)).toEqual({ day: '2026-11-25', at: '2026-11-25T00:30', by: fills.me, done: 'false', kind: 'a' })
  })
  it('keeps nothing sensitive in a draft', () => {
    expect(draftOf([field('a', 'text'), field('b', 'text', { sensitive: true })], { a: '1', b: '2' })).toEqual({ a: '1' })
  })
  it('names the required fields that are empty, inside lines too', () => {
    const fields = [field('offers', 'rows', { fields: columns }), field('room', 'link', { required: true }), field('number', 'reference_number', { required: true })]
    const lines = [{ who: '甲', serves: 'true' }, { who: ' ', serves: '' }]
    expect(missing(fields, { offers: lines, room: null, number: '' }).map(([name]) => name)).toEqual(['offers/1/who', 'offers/1/serves', 'room'])
  })
})

describe('conditions', () => {
  const fields = [
    field('learned', 'choice', { choices }), field('told', 'yes_no', { shown_when: { field: 'learned', is: ['a'] } }),
    field('when', 'date', { required: true, shown_when: { field: 'told', is: ['true'] } }), field('ways', 'choices', { choices }), field('other', 'text', { shown_when: { field: 'ways', is: ['b'] } }),
  ]
  const seen = (values: Record<string, string | string[]>) => visible(fields, values).map((one) => one.field)
  it('hold for a choice, any of several choices, and yes or no', () => {
    expect(holds({ field: 'x', is: ['a', 'b'] }, 'b')).toBe(true)
    expect(holds({ field: 'x', is: ['true'] }, 'false')).toBe(false)
    expect(holds({ field: 'x', is: ['b'] }, ['a', 'b'])).toBe(true)
    expect(holds({ field: 'x', is: ['b'] }, undefined)).toBe(false)
  })
  it('hide the whole chain behind a field that is not shown, whatever it still holds', () => {
    expect(seen({ learned: 'a', told: 'true', ways: ['b'] })).toEqual(['learned', 'told', 'when', 'ways', 'other'])
    expect(seen({ learned: 'b', told: 'true', ways: ['a'] })).toEqual(['learned', 'ways'])
  })
  it('keep hidden fields from being asked for or sent', () => {
    expect(missing(fields, { learned: 'b', told: 'true', when: '', ways: [], other: '' })).toEqual([])
    expect(Object.keys(bodyOf(fields, { learned: 'b', told: 'true', when: '2026-01-01', ways: [], other: 'x' }))).toEqual(['learned', 'ways'])
  })
})

describe('errors', () => {
  const fields = [field('offers', 'rows', { title: text('报名'), fields: [field('rent', 'money', { title: text('报价') })] }), field('day', 'date', { title: text('日期') })]
  it('are said with the title of their field and the line', () => {
    expect(titleOf(fields, 'offers/1/rent', (one) => one.zh)).toBe('报名 2 · 报价')
    expect(named({ day: '请填如 2026-01-31。', offers: '“报名”没有填，请填写。', reason: '请写明理由。' }, fields, (one) => one.zh)).toEqual({ day: '日期：请填如 2026-01-31。', offers: '“报名”没有填，请填写。', reason: '请写明理由。' })
  })
})

describe('texts of filters', () => {
  it('are written from..to, either end open, one value for both ends', () => {
    expect(spanText({ from: '1', to: '' })).toBe('1..')
    expect(spanText({ from: '', to: '5' })).toBe('..5')
    expect(spanText({ from: '5', to: '5' })).toBe('5')
    expect(spanText({ from: ' ', to: '' })).toBe('')
    for (const span of ['1..', '..5', '2026-01-01..2026-02-01', '7']) expect(spanText(spanOf(span))).toBe(span)
  })
  it('that the server would refuse are not taken from an address', () => {
    expect(catalogue.date.filters('2026-01-01..')).toBe(true)
    expect(catalogue.date.filters('soon')).toBe(false)
    expect(catalogue.money.filters('1.5..20')).toBe(true)
    expect(catalogue.whole_number.filters('many')).toBe(false)
    expect(catalogue.rows.filters('019a')).toBe(false)
  })
  it('are read as words', () => {
    expect(catalogue.choice.filterWords('a,b', field('x', 'choice', { choices }), format)).toBe('A 或 B')
    expect(catalogue.yes_no.filterWords('false', field('x', 'yes_no'), format)).toBe('否')
    expect(catalogue.date.filterWords('2026-01-01..2026-02-03', field('x', 'date'), format)).toBe('2026年1月1日 至 2026年2月3日')
    expect(catalogue.photos.filterWords('no', field('x', 'photos'), format)).toBe('没有')
    expect(catalogue.text.filterWords('电', field('x', 'text'), format)).toBe('含“电”')
  })
})

describe('values in words', () => {
  it('have their unit, their thousands and the names of what they point to', () => {
    expect(catalogue.money.words('1234567.50', field('x', 'money'), format)).toBe('1,234,567.50 元')
    expect(catalogue.whole_number.words(4, field('x', 'whole_number', { unit: text('户') }), format)).toBe('4 户')
    expect(catalogue.whole_number.words(0, field('x', 'whole_number'), format)).toBe('0')
    expect(catalogue.period.words(['2026-01-01', ''], field('x', 'period'), format)).toBe('2026年1月1日 起')
    expect(catalogue.link.words({ id: '1', name: '1-1-1' }, field('x', 'link'), format)).toBe('1-1-1')
    expect(catalogue.rows.words([{ a: '甲', b: true }, { a: '乙' }], field('x', 'rows', { fields: [field('a', 'text'), field('b', 'yes_no')] }), format)).toBe('甲 是；乙')
    for (const name of kindNames) expect(catalogue[name].words(null, field('x', name), format), name).toBe('')
  })
})
