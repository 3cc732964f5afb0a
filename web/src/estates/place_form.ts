// What can be said about a place's fields before the server is asked.
/** "1 200" and full-width digits are not guessed at: a whole number from 0 to 100 000, or null. */
export function wholeOf(text: string): number | null {
  const plain = text.trim()
  return /^\d{1,6}$/.test(plain) && Number(plain) <= 100_000 ? Number(plain) : null
}
/** The other of the two stages. */
export const otherStage = (stage: 'pending' | 'settled'): 'pending' | 'settled' => (stage === 'pending' ? 'settled' : 'pending')
