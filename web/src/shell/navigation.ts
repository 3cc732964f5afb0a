// The left navigation: which page, which right. An entry shows only when its route exists and the account may see it.
export interface Entry { name: string; word: string; right?: string }
export interface Section { word: string; entries: Entry[] }

export const navigation: Section[] = [
  {
    word: 'shell.nav.daily',
    entries: [
      { name: 'todo', word: 'shell.nav.todo', right: 'place.read' },
      { name: 'live', word: 'shell.nav.live', right: 'rating.read' },
      { name: 'registers', word: 'registers.title', right: 'place.read' },
    ],
  },
  {
    word: 'shell.nav.year',
    entries: [
      { name: 'cockpit', word: 'shell.nav.cockpit', right: 'evaluation.read' },
      { name: 'evaluation', word: 'shell.nav.evaluation', right: 'evaluation.read' },
      { name: 'inspections', word: 'shell.nav.inspections', right: 'evaluation.read' },
      { name: 'surveys', word: 'shell.nav.surveys', right: 'survey.read' },
      { name: 'survey_results', word: 'shell.nav.survey_results', right: 'survey.read' },
      { name: 'civilities', word: 'shell.nav.civilities', right: 'survey.read' },
      { name: 'findings', word: 'shell.nav.findings', right: 'finding.read' },
      { name: 'panel', word: 'shell.nav.panel', right: 'finding.decide' },
      { name: 'rectifications', word: 'shell.nav.rectifications', right: 'finding.read' },
      { name: 'results', word: 'shell.nav.results', right: 'rating.read' },
      { name: 'objections', word: 'shell.nav.objections', right: 'finding.read' },
      { name: 'plaques', word: 'shell.nav.plaques', right: 'evaluation.read' },
      { name: 'merits', word: 'shell.nav.merits', right: 'evaluation.read' },
    ],
  },
  {
    word: 'shell.nav.who',
    entries: [
      { name: 'estates', word: 'shell.nav.estates', right: 'place.read' },
      { name: 'place_import', word: 'shell.nav.place_import', right: 'place.manage' },
      { name: 'parties', word: 'shell.nav.parties', right: 'place.read' },
      { name: 'duties', word: 'shell.nav.duties', right: 'standard.read' },
      { name: 'leading_groups', word: 'shell.nav.leading_groups', right: 'place.read' },
    ],
  },
  {
    word: 'shell.nav.rules',
    entries: [
      { name: 'standard', word: 'shell.nav.standard' },
      { name: 'readings', word: 'shell.nav.readings' },
      { name: 'calendar', word: 'shell.nav.calendar', right: 'standard.read' },
    ],
  },
  {
    word: 'shell.nav.system',
    entries: [
      { name: 'accounts', word: 'shell.nav.accounts', right: 'account.manage' },
      { name: 'security', word: 'shell.nav.security', right: 'security.manage' },
      { name: 'webhooks', word: 'shell.nav.webhooks', right: 'place.manage' },
      { name: 'journal', word: 'shell.nav.journal', right: 'journal.read' },
    ],
  },
]
