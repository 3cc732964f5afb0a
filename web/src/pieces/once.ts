// Keys for acts that must happen once even when the answer is lost and the act is sent again.

/** 32 hexadecimal digits; works without a secure context, unlike crypto.randomUUID. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The same body keeps its key; a changed body gets a new one. */
export function makeOnce(): (body: object) => string {
  let sent = ''
  let key = ''
  return (body) => {
    const text = JSON.stringify(body)
    if (text !== sent) [sent, key] = [text, freshKey()]
    return key
  }
}
