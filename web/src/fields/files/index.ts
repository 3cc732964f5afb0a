import { rememberPapers } from '@/pieces/papers'
import type { FieldKind } from '../kind'
import { pictured } from '../shared/textual'
import Show from './Show.vue'

/** Papers: PDF files, or pictures of them, photographed or scanned. */
export const files: FieldKind = {
  ...pictured, Show,
  form: (raw, shown, field) => {
    rememberPapers(shown)
    return pictured.form(raw, shown, field)
  },
  words: (shown, _, { t }) => (Array.isArray(shown) && shown.length ? t('fields.papers', { n: shown.length }) : ''),
}
