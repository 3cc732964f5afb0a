import type { FieldKind } from '../kind'
import { numeric } from '../shared/textual'

/** "1234567.5" → "1,234,567.5": an exact text stays exact. */
export const grouped = (yuan: string): string => yuan.replace(/^(-?)(\d+)/, (_, sign: string, digits: string) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ','))
export const money: FieldKind = {
  ...numeric,
  words: (shown, _, { t }) => (shown === null || shown === undefined ? '' : `${grouped(String(shown))} ${t('fields.yuan')}`),
}
