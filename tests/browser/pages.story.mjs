// Every main page of the demonstration district, on a desk and on a telephone: nothing in the browser's log, nothing wider than
// the screen, nothing serious or critical for axe. Pictures go to tests/browser/shots.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { call, listed, lookOver, settle, shoot, signIn, tell } from './harness.mjs'

const story = tell('page', (empty) => empty.demo())

/** name → address; `{estate}` and the like are the ids of something of that kind. */
const open = {
  sign_in: '/sign-in', public: '/public', public_estate: '/public/years/2025/estates/{estate}', public_receipt: '/public/objections', public_cases: '/public/cases', public_case: '/public/cases/{case}',
  public_plaque: '/public/plaques/{plaque}', public_standard: '/standard', public_answer: '/answer', public_readings: '/standard/readings', public_steps: '/standard/steps', nowhere: '/no-such-page',
}
const office = {
  cockpit: '/', years: '/evaluation', year: '/evaluation/2026', year_new: '/evaluation/new', year_estates: '/evaluation/2026/estates', year_ranking: '/evaluation/2025/ranking',
  year_streets: '/evaluation/2025/streets', year_matrix: '/evaluation/2025/matrix', year_texts: '/evaluation/2025/texts', inspections: '/inspections',
  findings: '/findings', finding: '/findings/{finding}', rectifications: '/rectifications?year=2025', rectification: '/rectifications/{rectification}', results: '/results?year=2025',
  objections: '/objections?year=2025', plaques: '/plaques?year=2025', estates: '/estates', estates_tree: '/estates?view=tree', estate: '/estates/{estate}?year=2025',
  estate_comparison: '/estates/{estate}/comparison?year=2025', estate_history: '/estates/{estate}/history', estate_rectifications: '/estates/{estate}/rectifications',
  estate_parties: '/estates/{estate}/parties', estate_timeline: '/estates/{estate}/timeline', estate_map: '/estates/{estate}/map', place_import: '/places/import', duties: '/duties',
  leading_groups: '/leading-groups', standard: '/standard', readings: '/standard/readings', calendar: '/calendar', password: '/password', parties: '/parties', merits: '/merits', model_cases: '/registers/model_case',
  surveys: '/surveys', survey_new: '/surveys/new', survey_results: '/survey-results', survey_plan: '/surveys/{survey}/plan', survey_field: '/surveys/{survey}/field',
  survey_letters: '/surveys/{survey}/letters', survey_result: '/surveys/{survey}/result', civilities: '/civilities', civility: '/civilities/{civility}',
  todo: '/todo', live: '/live', live_estate: '/live/{estate}', estate_day: '/estates/{estate}/day', notices: '/notices', webhooks: '/webhooks', registers: '/registers',
  register: '/registers/lift', register_with_process: '/registers/violation', record: '/records/{lift}', record_in_process: '/records/{violation}', record_history: '/records/{violation}/history',
}
const others = {
  pinggu: { assessor_inspections: '/inspections', assessor_inspection: '/inspections/{inspection}', assessor_item: '/inspections/{inspection}?item=C1.1', assessor_finding: '/inspections/{inspection}?item=C1.1&finding=new' },
  pingshen: { panel: '/panel', panel_decided: '/panel?year=2025&show=decided', panel_survey: '/surveys/{survey}/result', panel_civility: '/civilities/{civility}' },
  jiedao: { street_cockpit: '/', street_inspections: '/inspections', street_findings: '/findings', street_rectifications: '/rectifications?year=2025' },
  shequ: { community_todo: '/todo', community_cockpit: '/', community_rectifications: '/rectifications?year=2025' },
  wuye: { company_todo: '/todo', record_new: '/registers/lift/new', record_edit: '/records/{lift}/edit', register_import: '/registers/lift/import', company_cockpit: '/', company_findings: '/findings', company_rectifications: '/rectifications?year=2025' },
  xiaofang: { department_inspections: '/inspections' },
  fuhe: { lead_inspections: '/inspections', lead_checks: '/surveys/{survey}/checks', lead_civility: '/civilities/{civility}' },
  xitong: { accounts: '/accounts' },
  anquan: { security: '/security' },
  shenji: { journal: '/journal' },
}

async function idsFor(page, addresses) {
  const wanted = (kind) => Object.values(addresses).some((address) => address.includes(`{${kind}}`))
  const years = wanted('finding') ? await listed(page, '/api/evaluations') : []
  const last = years.find((one) => one.year === 2025)?.id
  return {
    estate: wanted('estate') && (await listed(page, '/api/public/years/2025'))[0].estate.id,
    case: wanted('case') && (await listed(page, '/api/public/cases'))[0].id,
    finding: wanted('finding') && (await listed(page, `/api/findings?evaluation=${last}`))[0].id,
    rectification: wanted('rectification') && (await listed(page, '/api/rectifications'))[0].id,
    lift: wanted('lift') && (await listed(page, '/api/registers/lift/records'))[0].id,
    violation: wanted('violation') && (await listed(page, '/api/registers/violation/records'))[0].id,
    // The one whose field work is over shows the most.
    survey: wanted('survey') && (await listed(page, '/api/surveys')).find((one) => one.state === 'closed').id,
    civility: wanted('civility') && (await listed(page, '/api/civilities')).find((one) => one.state === 'closed').id,
    inspection: wanted('inspection') && (await listed(page, '/api/inspections?state=open'))[0].id,
  }
}

async function visit(addresses, width, account) {
  const page = await story.at(account, { width })
  const faults = []
  if (!account) await page.goto('/public')
  const ids = await idsFor(page, addresses)
  if (Object.values(addresses).some((address) => address.includes('{plaque}'))) {
    const estate = await call(page, 'GET', `/api/public/years/2025/estates/${ids.estate}`)
    ids.plaque = estate.plaque?.number
  }
  for (const [name, address] of Object.entries(addresses)) {
    page.faults.length = 0
    await page.goto(address.replace(/\{(\w+)\}/g, (_, kind) => ids[kind] ?? `no-${kind}`))
    await settle(page)
    if (account && name !== 'password' && new URL(page.url()).pathname === '/sign-in') faults.push(`${name}: the session was lost`)
    await shoot(page, `page_${name}_${width}`)
    for (const fault of [...page.faults, ...(await lookOver(page))]) faults.push(`${name} at ${width}: ${fault}`)
  }
  await page.context().close()
  assert.deepEqual(faults, [])
}

describe('every main page', { concurrency: 2 }, () => {
  for (const width of [1440, 390]) {
    test(`a visitor who is not signed in can read every public page at ${width} pixels`, { timeout: 120_000 }, () => visit(open, width, null))
    test(`the office of the district can read each of its pages at ${width} pixels`, { timeout: 120_000 }, () => visit(office, width, 'quban'))
    test(`everybody else can read the pages of their work at ${width} pixels`, { timeout: 120_000 }, async () => {
      const faults = []
      for (const [account, addresses] of Object.entries(others)) await visit(addresses, width, account).catch((problem) => faults.push(`${account}: ${problem.actual ? problem.actual.join('\n') : problem.message}`))
      assert.deepEqual(faults, [])
    })
  }
})

test('no page of the navigation is missing from this list', async () => {
  const page = await story.at(null)
  const known = new Set([office, ...Object.values(others), open].flatMap((addresses) => Object.values(addresses)).map((address) => address.split('?')[0]))
  for (const account of ['quban', 'pingshen', 'xitong', 'anquan', 'shenji']) {
    await page.context().clearCookies()
    await signIn(page, account, story.passwords[account])
    const linked = await page.locator('nav a[href^="/"]').evaluateAll((links) => links.map((link) => new URL(link.href).pathname))
    assert.ok(linked.length > 0)
    assert.deepEqual(linked.filter((address) => !known.has(address)), [], account)
  }
  await page.context().close()
})
