import { describe, expect, it } from 'vitest'
import { codeOfFragment, codeShown, readCode } from './code'

describe('a code typed from the letter', () => {
  it('is taken with and without hyphen, in small letters and with blanks', () => {
    for (const typed of ['ABCDE-FGHJK', 'abcdefghjk', ' abcde fghjk ', 'ABCDE–FGHJK', 'ABCDE－FGHJK']) expect(readCode(typed)).toMatchObject({ code: 'ABCDEFGHJK', state: 'ok' })
  })
  it('is taken from a Chinese keyboard with full-width characters', () => {
    expect(readCode('ＡＢＣＤＥ－１２３４５').code).toBe('ABCDE12345')
  })
  it('reads the look-alikes O, I and L as the digits they must be', () => {
    expect(readCode('OABCD-EIL23')).toMatchObject({ code: '0ABCDE1123', state: 'ok' })
  })
  it('says which character is wrong, and what a U may have been', () => {
    expect(readCode('ABCUE-FGHJK')).toMatchObject({ state: 'wrong', count: 4, wrong: 'U', instead: 'V' })
    expect(readCode('ABCDE-FG验JK')).toMatchObject({ state: 'wrong', count: 8, wrong: '验', instead: '' })
  })
  it('says how many characters are missing or too many', () => {
    expect(readCode('ABCDE-FG')).toMatchObject({ state: 'short', count: 3 })
    expect(readCode('ABCDE-FGHJK2')).toMatchObject({ state: 'long', count: 1 })
    expect(readCode(' - ').state).toBe('empty')
  })
  it('is shown as it is printed', () => {
    expect(codeShown('ABCDEFGHJK')).toBe('ABCDE-FGHJK')
    expect(codeShown('ABC')).toBe('ABC')
  })
  it('is found behind the # of the address, also when that is damaged', () => {
    expect(codeOfFragment('#ABCDE-FGHJK')).toBe('ABCDEFGHJK')
    expect(codeOfFragment('#ABCDE%2DFGHJK')).toBe('ABCDEFGHJK')
    expect(readCode(codeOfFragment('#%E0%A4%A')).state).toBe('wrong')
    expect(codeOfFragment('')).toBe('')
  })
})
