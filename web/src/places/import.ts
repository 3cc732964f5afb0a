// What an import found: counts, problems by cell, and the list as text for a spreadsheet.
import type { Language } from '@/kernel/api'

export interface ImportProblem { sheet: string; row: number; column: string; value: string; zh: string; en: string }
export const counted = ['streets', 'communities', 'estates', 'buildings', 'dwellings'] as const
export interface ImportResult extends Record<(typeof counted)[number], number> { dry_run: boolean; written?: boolean; problems: ImportProblem[]; problem_count: number }

export const adds = (result: ImportResult): boolean => counted.some((name) => result[name] > 0)
/** Tab-separated, so that it can be pasted beside the workbook; a tab or line break inside a cell becomes a blank. */
export function asText(problems: ImportProblem[], head: string[], language: Language): string {
  const clean = (text: string | number) => String(text).replace(/[\t\r\n]+/g, ' ')
  return [head, ...problems.map((one) => [one.sheet, one.row, one.column, one.value, one[language]])].map((cells) => cells.map(clean).join('\t')).join('\n')
}
