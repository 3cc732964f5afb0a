// A survey from its plan to the figure of record: the office replaces a running plan, prints letters, a resident answers on a telephone,
// the interviewer enters a second answer of the same household and the rest, another person checks back, the panel records the figure.
// 枫荷北苑 of the demonstration: 371 occupied dwellings; ±20 points at 90 % need 17 answers.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { call, listed, settle, tell } from './harness.mjs'

const { service, chapter, at, look, leave } = tell('survey', (empty) => {
  empty.moveTo('2026-11-24')
  return empty.demo()
}, { seconds: 90 })
const seed = '5eed'.padStart(64, '0')
let survey, estate, evaluation, drawn, codes, ownDwelling
const satisfied = (questions, level) => Object.fromEntries(questions.map((one) => [one.question, level]))
/** The letters' text, page by page. */
async function lettersOf(bytes) {
  const file = join(service.folder, 'letters.pdf')
  writeFileSync(file, bytes)
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 24 })
  return stdout.split('\f').filter((one) => one.trim())
}

chapter('the office replaces a running plan by a coarser one and must say why', async () => {
  const page = await at('quban')
  evaluation = (await listed(page, '/api/evaluations')).find((one) => one.year === 2026).id
  const old = (await listed(page, `/api/surveys?evaluation=${evaluation}`)).find((one) => one.estate.name === '枫荷北苑')
  estate = old.estate.id
  await page.goto(`/surveys/${old.id}/plan`)
  await page.getByText('不能再改').first().waitFor()
  assert.equal(await page.locator('form').count(), 0, 'a started plan has no form')
  await page.getByRole('link', { name: '做新方案' }).click()
  for (const [field, day] of [['starts', '2026-11-24'], ['ends', '2026-11-30']]) {
    await page.fill(`#field-${field}`, day)
    await page.press(`#field-${field}`, 'Tab')
  }
  await page.fill('#field-half_width', '20')
  await page.getByRole('radio', { name: '90%' }).check()
  await page.getByRole('radio', { name: /^不分层/ }).check()
  await page.getByText('90% 的把握，要 17 户').waitFor()
  await page.getByRole('button', { name: '存为草案' }).click()
  await page.getByText('请至少写 10 个字').first().waitFor()
  await page.fill('#field-decision', '访问员中途换人，按区里会议的决定重新抽样')
  await page.getByRole('button', { name: '存为草案' }).click()
  await page.waitForURL((url) => /\/surveys\/[^/]+(\/plan)?$/.test(url.pathname) && !url.pathname.includes(old.id) && !url.pathname.endsWith('/new'))
  survey = new URL(page.url()).pathname.split('/')[2]
  await settle(page)
  await page.getByRole('button', { name: '开始访问' }).first().click()
  const sheet = page.locator('dialog[open]')
  await sheet.locator('textarea').fill(seed)
  await sheet.locator('button[type=submit]').click()
  await page.waitForURL(/\/field$/)
  await page.getByText('已收 0 份，要 17 份').waitFor()
  assert.equal((await call(page, 'GET', `/api/surveys/${old.id}`)).state, 'replaced')
  const started = await call(page, 'GET', `/api/surveys/${survey}`)
  assert.equal(started.seed, seed)
  assert.equal(started.sample, 17)
  await leave(page, 'field')
})

chapter('letters are printed once for every drawn household, each with a code of its own', async () => {
  const page = await at('quban')
  await page.goto(`/surveys/${survey}/letters`)
  await page.getByRole('button', { name: '印信' }).click()
  await page.locator('dialog[open]').getByRole('button', { name: '印信' }).click()
  await page.getByText('信印好了').waitFor()
  const bytes = await page.getByRole('link', { name: '打开 PDF' }).evaluate(async (link) => [...new Uint8Array(await (await fetch(link.href)).arrayBuffer())])
  const letters = await lettersOf(Buffer.from(bytes))
  assert.equal(letters.length, 17)
  codes = letters.map((letter) => letter.match(/\b([0-9A-HJKMNP-TV-Z]{5})-([0-9A-HJKMNP-TV-Z]{5})\b/)?.[0])
  assert.ok(codes.every(Boolean), 'every letter shows a code')
  assert.equal(new Set(codes).size, 17)
  drawn = (await call(page, 'GET', `/api/surveys/${survey}/board?state=open&limit=200`)).items
  ownDwelling = drawn.find((one) => letters[0].replace(/\s/g, '').includes(one.dwelling.address.replace(/\s/g, '')))
  assert.ok(ownDwelling, 'the letter names the home it goes to')
  await leave(page, 'letters')
})

chapter('a resident answers on a telephone in large letters, and the code leaves the address at once', async () => {
  const page = await at(null, { width: 390 })
  const asked = []
  page.on('request', (request) => asked.push(request.url()))
  const fixed = page.context().clock
  await fixed.setSystemTime(new Date('2026-11-24T10:00:00+08:00')) // the page counts moments between two presses
  await page.goto(`/answer#${codes[0]}`)
  await page.getByRole('heading', { name: '枫荷北苑的居民，您好！' }).waitFor()
  assert.equal(new URL(page.url()).hash, '')
  assert.ok(asked.every((url) => !url.includes(codes[0]) && !url.includes(codes[0].replace('-', ''))), 'no address holds the code')
  await look(page, 'answer_welcome')
  await page.getByRole('button', { name: '开始答题' }).click()
  for (let n = 1; n <= 10; n++) {
    await page.getByText(`第 ${n} 题，共 10 题`).waitFor()
    if (n === 2) await look(page, 'answer_question')
    await fixed.setSystemTime(new Date(Date.UTC(2026, 10, 24, 2, n)))
    await page.getByRole('button', { name: n === 3 ? '不了解' : '满意', exact: true }).click()
  }
  await page.getByRole('heading', { name: '请看一下您的答案' }).waitFor()
  await page.getByRole('button', { name: '发出' }).first().click()
  await page.getByRole('heading', { name: /收到了/ }).waitFor()
  assert.match(await page.locator('.receipt').innerText(), /\S{6,}/)
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== 'anju.language')), [], 'no answer stays on the telephone')
  await leave(page, 'answer_done')
})

chapter('a wrong code opens nothing, and a household that has answered is told so', async () => {
  const page = await at(null, { width: 390 })
  page.refusals.push(404)
  await page.goto('/answer')
  await page.fill('#code', 'ABCDE-FGHJK')
  await page.getByRole('button', { name: '开始' }).click()
  await page.getByText('没有这个编号').waitFor()
  await page.fill('#code', codes[0].toLowerCase())
  await page.getByRole('button', { name: '开始' }).click()
  await page.getByText('您家已经有人答过了').waitFor()
  await leave(page)
})

chapter('the interviewer telephones the same household: the second answer is kept apart', async () => {
  const page = await at('pinggu')
  await page.goto(`/surveys/${survey}/dwellings/${ownDwelling.position}`)
  await page.getByText('这户已经答过了').waitFor()
  await page.getByRole('radio', { name: '电话' }).check()
  for (const row of await page.locator('form fieldset').all()) await row.locator('input[value="1"]').check()
  await page.getByRole('button', { name: '交这份答卷' }).click()
  await page.getByText('不计入满意度').waitFor()
  await page.goto(`/surveys/${survey}/field`)
  await page.getByText('另有 1 份不计的答卷').waitFor()
  await page.getByText('已收 1 份，要 17 份').waitFor()
  await leave(page, 'second')
})

chapter('a refusal calls the next reserve, the others answer by telephone and at the door', async () => {
  const page = await at('pinggu')
  const { questions } = await call(page, 'GET', `/api/survey-questionnaire?evaluation=${evaluation}`)
  const others = drawn.filter((one) => one.position !== ownDwelling.position)
  await page.goto(`/surveys/${survey}/field`)
  await page.locator('tr', { hasText: others[0].dwelling.address }).getByRole('button', { name: /没访到/ }).click()
  const sheet = page.locator('dialog[open]')
  await sheet.getByRole('radio', { name: /不愿意答/ }).check()
  await sheet.getByRole('radio', { name: '入户' }).check()
  await sheet.locator('button[type=submit]').click()
  await page.getByText(/备用户顶替/).first().waitFor()
  for (const [n, one] of others.slice(1).entries()) {
    await call(page, 'POST', `/api/surveys/${survey}/dwellings/${one.position}/answer`, { channel: n % 2 ? 'telephone' : 'visit', answers: satisfied(questions, n === 4 ? 2 : 4 + (n % 2)), minutes: 4 })
  }
  const reserve = (await listed(page, `/api/surveys/${survey}/board?state=open`))[0]
  assert.equal(reserve.reserve, true)
  await call(page, 'POST', `/api/surveys/${survey}/dwellings/${reserve.position}/answer`, { channel: 'paper', answers: satisfied(questions, 5) })
  await page.goto(`/surveys/${survey}/field`)
  await page.getByText('已收 17 份，要 17 份').waitFor()
  await page.goto(`/surveys/${survey}/result`)
  await settle(page)
  assert.equal(await page.getByText('%', { exact: false }).filter({ hasText: /满意率 *\d/ }).count(), 0, 'no figure before the field work is over')
  await leave(page)
})

chapter('the second person checks back and sees the signals, then the field work is closed', async () => {
  const page = await at('fuhe')
  await page.goto(`/surveys/${survey}/checks`)
  const wanted = (await listed(page, `/api/surveys/${survey}/back-checks`)).filter((one) => one.back_check === 'wanted')
  assert.ok(wanted.length >= 1)
  await page.getByRole('button', { name: /记复核/ }).first().click()
  const sheet = page.locator('dialog[open]')
  await sheet.getByRole('radio', { name: /^属实/ }).check()
  await sheet.locator('button[type=submit]').click()
  await page.getByText('已复核 1 份').waitFor()
  await look(page, 'checks')
  await page.getByRole('button', { name: '结束访问' }).click()
  await page.locator('dialog[open]').getByRole('button', { name: '结束访问' }).click()
  await page.waitForURL(/\/result$/)
  await leave(page, 'result')
})

chapter('the panel records the figure, exact and cut to four decimals, and it becomes the measure of A1', async () => {
  const page = await at('pingshen')
  await page.goto(`/surveys/${survey}/result`)
  // 17 counted answers, one of them dissatisfied: 16/17 = 94.1176…
  await page.getByText('94.1176%').first().waitFor()
  await page.getByRole('button', { name: '记为测评值' }).click()
  await page.locator('dialog[open]').getByRole('button', { name: '记为测评值' }).click()
  await page.getByText('已记为 94.1176%').waitFor()
  await leave(page, 'recorded')
  const office = await at('quban')
  const seen = (await listed(office, `/api/evaluations/${evaluation}/estates`)).find((one) => one.estate.id === estate)
  const recorded = await call(office, 'GET', `/api/surveys/${survey}`)
  assert.equal(recorded.state, 'recorded')
  assert.equal(recorded.figure, '94.1176')
  assert.equal(seen.satisfaction, '94.1176', 'the year counts what the panel recorded, not what the assessor wrote')
  await leave(office)
})

chapter('after the end a code opens nothing any more, in words', async () => {
  const page = await at(null, { width: 390 })
  page.refusals.push(410)
  await page.goto(`/answer#${codes[1]}`)
  await page.getByText('现在不能答这次调查').waitFor()
  await leave(page, 'answer_over')
})
