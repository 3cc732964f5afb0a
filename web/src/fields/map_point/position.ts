// Where the telephone is: asked for only when somebody presses the button.
export type Found = { text: string; accuracy: number }
export type Refusal = 'not_secure' | 'refused' | 'too_late' | 'unknown'

/** Browsers tell a position only to pages that came over https, or from the machine itself. */
export async function ask(): Promise<Found | Refusal> {
  if (!window.isSecureContext || !navigator.geolocation) return 'not_secure'
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ text: `${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`, accuracy: Math.ceil(coords.accuracy) }),
      ({ code }) => resolve(code === 1 ? 'refused' : code === 3 ? 'too_late' : 'unknown'),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 },
    )
  })
}
