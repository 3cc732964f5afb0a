import { describe, expect, it } from 'vitest'
import { i18n } from './i18n'
import { en, zh } from './locales'

type Tree = { [key: string]: string | Tree }
function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`)))
}
const gaps = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map((gap) => gap[1]).sort()
const chinese = leaves(zh as unknown as Tree)
const english = new Map(leaves(en as unknown as Tree))

describe('the words of both languages', () => {
  it('have the same gaps, so that no figure is lost in translation', () => {
    for (const [key, message] of chinese) expect(gaps(english.get(key) ?? ''), key).toEqual(gaps(message))
  })
  it('hold nothing the message format would take for a command', () => {
    for (const [key, message] of [...chinese, ...english]) {
      const filled = Object.fromEntries(gaps(message).map((gap) => [gap, '7']))
      const plain = message.replace(/\{\w+\}/g, '7')
      expect(plain, key).not.toMatch(/[{}@|]/)
      const locale = english.get(key) === message ? 'en' : 'zh'
      expect(i18n.global.t(key, filled, { locale }), key).toBe(plain)
    }
  })
  it('leave no Chinese in the English, but for the name of the other language', () => {
    for (const [key, message] of english) if (!key.startsWith('shell.language')) expect(message, key).not.toMatch(/[一-鿿]/)
  })
})
