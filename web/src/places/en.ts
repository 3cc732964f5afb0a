import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Import estates',
  lead: 'One Excel workbook brings communities, estates, buildings and dwellings. It is checked first; one problem and nothing is written.',
  steps: { template: 'Get the template', template_text: 'Four sheets: communities, estates, buildings, dwellings. Example rows are left out.', choose: 'Choose the file', check: 'Check', done: 'Import' },
  template: 'Template (.xlsx)',
  file: 'Choose the filled-in workbook',
  too_large: 'The file is larger than 64 MB; split it.',
  not_workbook: 'Choose a .xlsx file.',
  check: 'Check, write nothing',
  checking: 'Checking',
  import: 'Import',
  importing: 'Importing',
  uploading: 'Uploading…',
  clean: 'No problems; ready to import.',
  written: 'Imported.',
  nothing: 'Everything in the workbook is there already.',
  problems: 'To mend: {n}. Then choose the file again and check it',
  problems_shown: 'Only the first {n} are listed.',
  new_rows: 'Would add',
  written_rows: 'Added',
  counts: { streets: 'streets: {n}', communities: 'communities: {n}', estates: 'estates: {n}', buildings: 'buildings: {n}', dwellings: 'dwellings: {n}' },
  columns: { sheet: 'Sheet', row: 'Row', column: 'Column', value: 'What it says', what: 'How to mend it' },
  copy: 'Copy the list',
  copied: 'Copied',
  again: 'Another file',
  to_estates: 'See the estates',
}
export default en
