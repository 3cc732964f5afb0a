import type { Rectification } from '@/kernel/types'

export function kindOf(one: Pick<Rectification, 'state' | 'overdue'>): 'good' | 'warning' | 'fault' | 'quiet' {
  if (one.state === 'confirmed') return 'good'
  if (one.state === 'closed') return 'quiet'
  return one.overdue ? 'fault' : one.state === 'fixed' ? 'quiet' : 'warning'
}
