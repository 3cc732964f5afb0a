// What was marked and is not yet with the server. Errands go out one after another in order; a newer errand for the same
// thing replaces a waiting one; without network they stay (also over a reload) and are tried again. A refusal ends an errand.
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem } from '@/kernel/api'

export interface Errand { key: string; method: 'PUT' | 'POST'; path: string; body: object }
export interface Keeper { read(): Errand[]; write(errands: Errand[]): void }
export interface OutboxParts {
  send: (errand: Errand) => Promise<unknown>
  keeper: Keeper
  /** Calls back later; returns how to call it off. */
  later: (then: () => void, seconds: number) => () => void
  refused: (errand: Errand, problem: ApiProblem) => void
}

/** No network, a server that is starting again, or signed out meanwhile: worth another try. */
const passing = (problem: ApiProblem): boolean => problem.status === 0 || problem.status >= 500 || problem.status === 429 || problem.status === 401
const waits = [2, 5, 10, 20, 30]

export function makeOutbox(parts: OutboxParts) {
  const queue = shallowRef<Errand[]>(parts.keeper.read())
  const running = ref(false)
  const stuck = ref(false)
  let tries = 0
  let callOff = (): void => {}

  function change(errands: Errand[]): void {
    queue.value = errands
    parts.keeper.write(errands)
  }
  async function run(): Promise<void> {
    if (running.value) return
    callOff()
    running.value = true
    try {
      while (queue.value.length) {
        const errand = queue.value[0]!
        try {
          await parts.send(errand)
          tries = 0
          stuck.value = false
        } catch (cause) {
          if (!(cause instanceof ApiProblem)) throw cause
          if (passing(cause)) {
            stuck.value = true
            callOff = parts.later(() => void run(), waits[Math.min(tries++, waits.length - 1)]!)
            return
          }
          parts.refused(errand, cause)
        }
        change(queue.value.filter((one) => one !== errand))
      }
      stuck.value = false
    } finally {
      running.value = false
    }
  }
  function put(errand: Errand): void {
    const underWay = running.value ? queue.value[0] : undefined
    change([...queue.value.filter((one) => one === underWay || one.key !== errand.key), errand])
    void run()
  }
  return {
    put,
    run,
    stop: (): void => callOff(),
    pending: computed(() => queue.value.length),
    /** Not yet with the server, oldest first. */
    queued: (): readonly Errand[] => queue.value,
    sign: computed<'saved' | 'saving' | 'waiting'>(() => (!queue.value.length ? 'saved' : stuck.value ? 'waiting' : 'saving')),
  }
}

/** Keeps the errands of one inspection on this device. */
export function deviceKeeper(name: string): Keeper {
  const key = `anju.outbox.${name}`
  return {
    read: () => {
      try { return JSON.parse(localStorage.getItem(key) ?? '[]') as Errand[] } catch { return [] }
    },
    write: (errands) => {
      if (errands.length) localStorage.setItem(key, JSON.stringify(errands))
      else localStorage.removeItem(key)
    },
  }
}
