// Names of what was picked or seen in this tab, so that a filter by id can be read.
import { shallowReactive } from 'vue'

export const names = shallowReactive(new Map<string, string>())
export function rememberNames(seen: { id: string; name: string }[]): void {
  for (const { id, name } of seen) if (name) names.set(id, name)
}
