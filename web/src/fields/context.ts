// What the controls of a form need besides their field: where choices come from, errors inside lines, uploads to wait for.
import { inject, provide, reactive, type InjectionKey, type Ref } from 'vue'

export interface FormContext {
  register: string
  act: string
  place: Ref<string>
  errors: Ref<Record<string, string>>
  waiting: Set<string>
}
const key: InjectionKey<FormContext> = Symbol('form')

export function provideForm(given: Omit<FormContext, 'waiting'>): FormContext {
  const context = { ...given, waiting: reactive(new Set<string>()) }
  provide(key, context)
  return context
}
export function useFormContext(): FormContext {
  const found = inject(key)
  if (!found) throw new Error('a control of a field stands outside a FieldForm')
  return found
}
export function wait(context: FormContext, name: string, busy: boolean): void {
  if (busy) context.waiting.add(name)
  else context.waiting.delete(name)
}
