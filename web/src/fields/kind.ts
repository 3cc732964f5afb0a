// What the pages need to know of a kind of field; one object a kind, in a folder of its name.
import type { Component } from 'vue'
import type { useWords } from '@/kernel/i18n'
import type { Field, Typed } from './field'

export type Say = ReturnType<typeof useWords>
export interface FieldKind {
  /** Props: field, shown. */
  Show: Component
  /** Props: field, and what FormField binds; v-model holds Typed. None: the system gives the value. */
  Edit: Component | null
  /** Props: field, register; v-model holds the text of the filter. */
  Filter: Component
  blank: (field: Field) => Typed
  /** What the form holds for a stored value: `raw` as typed, `shown` as people see it. */
  form: (raw: unknown, shown: unknown, field: Field) => Typed
  /** What is sent; null when empty. */
  body: (value: Typed, field: Field) => unknown
  /** The value in a line of text, for lists and for what has changed; '' when empty. */
  words: (shown: unknown, field: Field, say: Say) => string
  /** A set filter in words. */
  filterWords: (text: string, field: Field, say: Say) => string
  /** Whether a text from an address can be a filter of this kind. */
  filters: (text: string) => boolean
  /** Figures stand at the end of their column. */
  end?: boolean
  /** A list can be ordered by it. */
  sorts?: boolean
  /** Takes a whole line in a form of several columns. */
  wide?: boolean
}
