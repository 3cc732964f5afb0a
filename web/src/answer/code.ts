// Reading a code as it was typed from the letter. Ten characters of 0-9 and A-Z without I, L, O and U; shown as ABCDE-FGHJK.
// Only characters and length are looked at here; whether the code is a right one the server says.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const codeLength = 10

export interface ReadCode {
  /** What is left after blanks, hyphens and look-alikes have been seen to; may be too short or hold wrong characters. */
  code: string
  /** 'ok' only when all ten characters can stand in a code. */
  state: 'ok' | 'empty' | 'short' | 'long' | 'wrong'
  /** How many are missing or too many; the place (from 1) of the first wrong one. */
  count: number
  /** The first wrong character, and what it may have been meant to be. */
  wrong: string
  instead: string
}

/** Full-width letters, digits and hyphens (Chinese keyboards) in their ordinary form. */
const narrow = (text: string): string => text.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')
const separators = /[\s\-‐‑‒–—―−_.·]/g
/** U is in no code, so that no code spells a word; on paper it is most often a V. */
const meant: Record<string, string> = { U: 'V' }

export function readCode(typed: string): ReadCode {
  const code = narrow(typed).toUpperCase().replace(separators, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  const characters = Array.from(code)
  const place = characters.findIndex((one) => alphabet.indexOf(one) < 0)
  const wrong = place < 0 ? '' : characters[place]!
  const found = { code, wrong, instead: meant[wrong] || '', count: 0 }
  if (!characters.length) return { ...found, state: 'empty' }
  if (wrong) return { ...found, state: 'wrong', count: place + 1 }
  if (characters.length < codeLength) return { ...found, state: 'short', count: codeLength - characters.length }
  if (characters.length > codeLength) return { ...found, state: 'long', count: characters.length - codeLength }
  return { ...found, state: 'ok' }
}

/** "ABCDEFGHJK" → "ABCDE-FGHJK", as printed in the letter. */
export const codeShown = (code: string): string => (code.length > 5 ? `${code.slice(0, 5)}-${code.slice(5)}` : code)

/** The code of an address like /answer#ABCDE-FGHJK; empty when there is none. */
export function codeOfFragment(hash: string): string {
  let text = hash.replace(/^#/, '')
  try { text = decodeURIComponent(text) } catch { /* taken as it stands */ }
  return readCode(text).code
}
