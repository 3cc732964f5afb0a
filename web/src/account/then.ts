// Where to go after signing in: only an address of this site.
export function safeThen(then: unknown): string {
  return typeof then === 'string' && /^\/(?![/\\])/.test(then) && !then.startsWith('/sign-in') ? then : '/'
}
