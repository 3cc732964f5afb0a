// What the account has to do, asked again whenever a record, a live score or a notice changes.
import { see } from '@/kernel/api'
import { useChanges } from '@/kernel/events'
import { useLoad } from '@/kernel/useLoad'
import type { TodoList } from './daily'

export function useTodo(limit: number) {
  const load = useLoad((signal) => see<TodoList>('/api/todo', { limit }, signal))
  useChanges(['record', 'live', 'notice'], () => void load.reload())
  return load
}
