// A supervision visit from its plan to its end: two faults are assigned, the company mends them and shows it, another person confirms, and
// only then can the visit be closed. Everything is done in the pages; the second fault goes the way of the API.
import assert from 'node:assert/strict'
import { call, choose, listed, photo, sendFile, settle, tell } from './harness.mjs'

const { service, chapter, at, look, leave } = tell('supervision', async (empty) => {
  const passwords = await empty.demo()
  empty.moveTo('2026-11-24')
  return passwords
}, { seconds: 300 })
let estate, visit

const upload = async (page) => (await sendFile(page, '/api/photos', await photo(page, '证'))).id
const opened = (page) => listed(page, `/api/rectifications?record=${visit}`)
async function act(page, name, fields = {}) {
  const { version } = await call(page, 'GET', `/api/records/${visit}`)
  return call(page, 'POST', `/api/records/${visit}/acts/${name}`, { fields, version })
}

chapter('the office plans a visit, goes, and writes down two faults: each opens a rectification', async () => {
  const page = await at('quban')
  estate = (await listed(page, '/api/estates?limit=200')).find((one) => one.name === '枫荷家园').id
  visit = (await call(page, 'POST', '/api/registers/supervision_visit/records', { place_id: estate, fields: { round: '2026年四季度', led_by: 'office', planned_on: '2026-11-24', focus: ['environment', 'order'] } })).id
  await act(page, 'visit', { visited_on: '2026-11-24', units: '区领导小组办公室', photos: [await upload(page)] })
  await page.goto(`/records/${visit}`)
  await page.getByRole('button', { name: '交办意见' }).click()
  const sheet = page.locator('dialog[open]')
  const rows = sheet.locator('ol > li')
  for (const [n, what] of [[0, '楼道堆物'], [1, '消防通道停车']]) {
    if (await rows.count() <= n) await sheet.getByRole('button', { name: '加一行' }).click()
    const row = rows.nth(n)
    await row.locator('input').first().fill(what)
    const party = row.locator('.el-select').first()
    await choose(page, party, /物业/)
  }
  await look(page, 'opinion')
  await sheet.locator('button[type=submit]').click()
  await page.getByRole('heading', { name: /开出的整改/ }).waitFor()
  await page.getByRole('link', { name: '消防通道停车' }).waitFor()
  await settle(page)
  assert.equal((await opened(page)).length, 2)
  await leave(page, 'visit')
})

chapter('the company finds them among its to-do and on the page of the estate, mends one on a telephone and answers', async () => {
  const page = await at('wuye', { width: 390 })
  await page.goto('/todo')
  await settle(page)
  assert.ok(JSON.stringify(await call(page, 'GET', '/api/todo?limit=200')).includes('整改：楼道堆物'), 'it stands in the to-do')
  await page.goto(`/estates/${estate}/rectifications`)
  await settle(page)
  await look(page, 'estate_phone')
  await page.getByText('楼道堆物').first().click()
  await page.waitForURL(/\/rectifications\//)
  await page.getByRole('link', { name: /^督查 DC-/ }).waitFor()
  await look(page, 'rectification_phone')
  await page.getByRole('button', { name: '报告改好' }).click()
  const sheet = page.locator('dialog[open]')
  await sheet.locator('input[type=file]').first().setInputFiles(await photo(page, '改后'))
  await sheet.locator('img').first().waitFor()
  await sheet.locator('textarea').fill('已清空（演示）')
  await sheet.locator('button[type=submit]').click()
  await page.getByText('已整改，待复核').first().waitFor()
  const other = (await opened(page)).find((one) => one.what === '消防通道停车')
  await call(page, 'POST', `/api/rectifications/${other.id}/fix`, { note: '已划线（演示）', photo_ids: [await upload(page)], version: other.version })
  await act(page, 'answer', { answer: '两条都改好了（演示）' })
  await leave(page)
})

chapter('the visit cannot be closed before another person has confirmed both', async () => {
  const page = await at('jiedao')
  await page.goto(`/records/${visit}`)
  await settle(page)
  await page.getByText(/还有 2 条整改没有确认/).waitFor()
  assert.equal(await page.getByRole('button', { name: '核实办结' }).count(), 0)
  await page.getByRole('link', { name: '楼道堆物' }).click()
  await page.getByRole('button', { name: '确认改好' }).click()
  const sheet = page.locator('dialog[open]')
  await sheet.locator('textarea').fill('现场看过（演示）')
  await sheet.locator('button[type=submit], button.el-button--primary').first().click()
  await page.getByText('已销号').first().waitFor()
  const other = (await opened(page)).find((one) => one.what === '消防通道停车')
  await call(page, 'POST', `/api/rectifications/${other.id}/confirm`, { note: '现场看过（演示）', version: other.version })
  await page.goto(`/records/${visit}`)
  await page.getByRole('button', { name: '核实办结' }).click()
  await page.locator('dialog[open]').getByText('是', { exact: true }).first().click()
  await page.locator('dialog[open] button[type=submit]').click()
  await page.getByText('已办结').first().waitFor()
  await settle(page)
  await look(page, 'closed')
  await page.goto(`/estates/${estate}/rectifications`)
  await settle(page)
  await page.getByText(/办结，按时/).first().waitFor()
  const card = await call(page, 'GET', `/api/live/${estate}`)
  assert.ok(!JSON.stringify(card).includes('消防通道停车'), 'a visit costs no points')
  await leave(page, 'estate')
})
