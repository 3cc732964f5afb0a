import type { Like } from '@/kernel/i18n'
import type zh from './zh'

const en: Like<typeof zh> = {
  title: 'Plaques',
  lead: 'Numbered when results are published. The QR code on a plaque tells whether it is genuine.',
  filter: 'Plaques of {year}',
  filter_label: 'Filter plaques',
  number: 'Number', estate: 'Estate', star: 'Star', valid: 'Valid', state: 'State', qr: 'QR code',
  valid_words: '{from} to {to}',
  states: { valid: 'Valid', withdrawn: 'Withdrawn' },
  show_qr: 'Show the QR code',
  qr_title: 'Plaque {number} of {estate}',
  qr_help: 'Ready to be printed on the plaque. It opens:',
  download: 'Download SVG',
  withdraw: 'Withdraw',
  withdraw_title: 'Withdraw plaque {number}',
  withdraw_text: 'From then on the QR code says “withdrawn”. This cannot be undone.',
  withdrawn_at: 'withdrawn {when}: {why}',
  empty: 'No plaques yet. Estates with a star get theirs when results are published.',
}
export default en
