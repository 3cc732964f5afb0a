// All estates the account may see, page by page, for a form that lets one choose among them.
import { see } from '@/kernel/api'
import type { EstateRow, Listing } from '@/kernel/types'

export async function everyEstate(signal: AbortSignal): Promise<EstateRow[]> {
  const estates: EstateRow[] = []
  let after: string | null = null
  do {
    const page: Listing<EstateRow> = await see('/api/estates', { limit: 200, after }, signal)
    estates.push(...page.items)
    after = page.next
  } while (after)
  return estates
}
