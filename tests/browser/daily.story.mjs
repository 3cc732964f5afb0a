// The daily work moves the live score: a tenant told to the company before a long holiday and reported too late; a lift past its inspection,
// mended from the page its QR label opens; a violation confirmed by another person; an import with bad rows that writes nothing.
// The days are played: 13 February 2026 is the Friday before the Spring Festival, Saturday the 14th is worked, the next working days
// are the 24th and 25th (State Council's calendar), so three working days end with the 25th.
import assert from 'node:assert/strict'
import { after, before, test as nodeTest } from 'node:test'
import { call, lookOver, openBrowser, openPage, photo, Service, settle, shoot, signIn } from './harness.mjs'

const service = new Service()
let browser, passwords, estates, report, lift, broken = ''

const test = (name, story) => nodeTest(name, { timeout: 150_000 }, async () => {
  if (broken) assert.fail(`not played, because this failed before: ${broken}`)
  broken = name
  await story()
  broken = ''
})
async function at(name, options) {
  const page = await openPage(browser, service, options)
  await signIn(page, name, passwords[name])
  return page
}
async function leave(page, ...look) {
  for (const name of look) { await shoot(page, `daily_${name}`); assert.deepEqual(await lookOver(page), [], name) }
  assert.deepEqual(page.faults, [], 'the browser complained')
  await page.context().close()
}
/** The item on the estate's live scorecard. */
async function item(page, estate, code) {
  const card = await call(page, 'GET', `/api/live/${estates[estate]}`)
  return { total: card.total, findings: card.items.find((one) => one.code === code)?.findings ?? [] }
}
async function until(what, holds) {
  for (let tries = 0; tries < 120; tries++) {
    const answer = await holds()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.fail(`waited a minute for: ${what}`)
}
const added = (page, register, estate, fields) => call(page, 'POST', `/api/registers/${register}/records`, { place_id: estates[estate], fields })
/** An uploaded photograph's id, for what the story does without the form. */
async function upload(page) {
  const { buffer } = await photo(page, '证')
  return page.evaluate(async (bytes) => {
    const me = await (await fetch('/api/me')).json()
    const reply = await fetch('/api/photos', { method: 'POST', headers: { 'Content-Type': 'image/jpeg', 'X-Anju-Csrf': me.csrf_token }, body: new Uint8Array(bytes) })
    return (await reply.json()).id
  }, [...buffer])
}

before(async () => {
  passwords = await service.demo()
  service.moveTo('2026-02-13')
  await service.start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await service.end()
})

test('a landlord tells the company of a tenant on the Friday before a long holiday: the last day skips it', async () => {
  const page = await at('wuye')
  estates = Object.fromEntries((await call(page, 'GET', '/api/estates?limit=200')).items.map((one) => [one.name, one.id]))
  const dwelling = (await call(page, 'GET', `/api/estates/${estates['枫荷家园']}/dwellings?limit=1`)).items[0].id
  report = (await added(page, 'tenant_report', '枫荷家园', { learned: 'told', told_on: '2026-02-13', dwelling, tenant: '演示甲', tenant_id: '11010519491231002X' })).id
  const process = await call(page, 'GET', `/api/records/${report}/process`)
  assert.equal(process.clocks.find((one) => one.clock === 'report').due, '2026-02-25')
  await page.goto(`/records/${report}`)
  await settle(page)
  await page.getByText('三个工作日内报送').first().waitFor()
  const text = await page.locator('main').innerText()
  assert.ok(!text.includes('11010519491231002X') && !text.includes('演示甲'), 'personal data are masked')
  await leave(page, 'tenant_report')
})

test('the day after the last it is missed: a finding on C3.6, and the street is told', async () => {
  service.moveTo('2026-02-26')
  const page = await at('jiedao')
  const mine = await until('the finding', async () => (await item(page, '枫荷家园', 'C3.6')).findings.find((one) => one.record?.id === report))
  assert.equal(Number(mine.deduct), 1)
  assert.ok(!JSON.stringify(mine).includes('演示甲'), 'the evidence names no person')
  await page.goto('/notices')
  await page.getByText(/报送/).first().waitFor()
  await page.goto('/todo')
  await settle(page)
  await leave(page, 'street_todo')
})

test('the company reports late with proof, another person confirms, and the points come back', async () => {
  const page = await at('wuye')
  await page.goto(`/records/${report}`)
  await page.getByRole('button', { name: '报送公安' }).first().click()
  const sheet = page.locator('dialog[open]')
  await sheet.getByText('网上报送').click()
  await sheet.locator('input[type=file]').first().setInputFiles(await photo(page, '凭证'))
  await sheet.locator('img').first().waitFor()
  await sheet.locator('button[type=submit]').click()
  await page.getByText('已送达').first().waitFor()
  await until('the cure', async () => !(await item(page, '枫荷家园', 'C3.6')).findings.some((one) => one.record?.id === report))
  const clock = (await call(page, 'GET', `/api/records/${report}/process`)).clocks.find((one) => one.clock === 'report')
  assert.equal(clock.state, 'late')
  await leave(page, 'reported')
  const street = await at('jiedao')
  const { version } = await call(street, 'GET', `/api/records/${report}`)
  await call(street, 'POST', `/api/records/${report}/acts/confirm`, { fields: {}, version })
  assert.equal((await call(street, 'GET', `/api/records/${report}`)).state, 'confirmed')
  await leave(street)
})

test('a lift goes past its inspection date and costs its item at once', async () => {
  service.moveTo('2026-03-02')
  const page = await at('wuye')
  const before = await item(page, '禾丰苑', 'D4.2.2')
  lift = (await added(page, 'lift', '禾丰苑', {
    number: '1-1-1', building: '1幢1单元', maintainer: '安捷电梯维保（虚构）', contract: ['2026-01-01', '2026-12-31'], next_maintenance: '2026-03-14', manager: '演示乙',
    certificate: 'TS-DEMO-009', certificate_until: '2027-03-01', next_inspection: '2026-03-03', signs: ['use', 'advice', 'warning'],
  })).id
  assert.equal((await item(page, '禾丰苑', 'D4.2.2')).total, before.total, 'on the last day nothing is lost')
  await leave(page)
  service.moveTo('2026-03-05')
  const office = await at('quban')
  await until('the finding', async () => (await item(office, '禾丰苑', 'D4.2.2')).findings.some((one) => one.record?.id === lift))
  const now = await item(office, '禾丰苑', 'D4.2.2')
  assert.equal(Number(before.total) - Number(now.total), 2)
  await office.goto(`/live/${estates['禾丰苑']}`)
  await settle(office)
  await office.getByRole('button', { name: '全部展开' }).click()
  const evidence = office.getByText(/2026-03-03 前检验/).first()
  await evidence.waitFor().catch(async (why) => { await shoot(office, 'daily_why'); throw why })

  // The page stays open while the company scans the label and records the inspection on a telephone.
  const phone = await at('wuye', { width: 390 })
  await phone.goto(`/r/${lift}`)
  await settle(phone)
  await shoot(phone, 'daily_lift_phone')
  assert.deepEqual(await lookOver(phone), [])
  const { version } = await call(phone, 'GET', `/api/records/${lift}`)
  await phone.getByRole('link', { name: /^修改/ }).or(phone.getByRole('button', { name: /^修改/ })).first().click()
  for (const [field, day] of [['last_inspection', '2026-03-05'], ['next_inspection', '2027-03-04']]) {
    await phone.fill(`#field-${field}`, day)
    await phone.press(`#field-${field}`, 'Tab')
  }
  await phone.locator('main form button[type=submit]').first().click()
  await until('the saved record', async () => (await call(phone, 'GET', `/api/records/${lift}`)).version > version)
  assert.equal((await item(phone, '禾丰苑', 'D4.2.2')).total, before.total, 'the cure gives the points back')
  await leave(phone)
  await evidence.waitFor({ state: 'detached' })
  await leave(office, 'live')
})

test('a violation goes through its steps, and nobody confirms what they mended themselves', async () => {
  const page = await at('shequ')
  page.refusals.push(409)
  const found = await added(page, 'violation', '云栖桥苑', { kind: 'vegetables', spot: '3幢北侧绿地', description: '绿地里种了菜（虚构）', photos: [await upload(page)] })
  const step = async (who, act, fields = {}, reason = '') => {
    const { version } = await call(who, 'GET', `/api/records/${found.id}`)
    return call(who, 'POST', `/api/records/${found.id}/acts/${act}`, { fields, ...(reason ? { reason } : {}), version })
  }
  await step(page, 'stop', { notice: '三天内清掉', delivered: 'phone' })
  await step(page, 'mend', { mended_on: '2026-03-05', after_photo: [await upload(page)] })
  await assert.rejects(step(page, 'confirm'), /same_person/)
  await page.goto(`/records/${found.id}`)
  await page.getByText('已改正，待核实').first().waitFor()
  await leave(page, 'violation')
  const street = await at('jiedao')
  await step(street, 'confirm')
  assert.equal((await call(street, 'GET', `/api/records/${found.id}`)).state, 'confirmed')
  const { timeline } = await call(street, 'GET', `/api/records/${found.id}/process`)
  assert.deepEqual(timeline.map((one) => one.act).filter(Boolean).slice(-3), ['stop', 'mend', 'confirm'])
  await leave(street)
})

test('twenty thousand visits with seven bad rows: all seven are told, nothing is written; mended they go in and can be taken back', async () => {
  const page = await at('wuye')
  const register = await call(page, 'GET', '/api/registers/visitor')
  const title = Object.fromEntries(register.sections.flatMap((section) => section.fields).map((one) => [one.field, one.title.zh]))
  const head = [title.way, title.came_at, title.people, title.visitor, title.purpose].join(',')
  const rows = Array.from({ length: 20_000 }, (_, n) => ['当场登记', `2026-03-0${1 + (n % 4)} ${String(8 + (n % 10)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`, 1 + (n % 3), '演示丙', '走亲访友'])
  const bad = { 3: [0, '不知道'], 500: [1, '2026-02-30 09:00'], 7_000: [2, '61'], 9_999: [3, ''], 12_345: [4, '串门'], 15_000: [2, '一个'], 19_999: [1, '2026-04-01 09:00'] }
  const text = (lines) => [head, ...lines.map((line) => line.join(','))].join('\n')
  const total = async () => (await call(page, 'GET', `/api/registers/visitor/records?place=${estates['禾丰苑']}&limit=1`)).total
  const start = await total()
  const send = async (body, dry) => {
    const { job_id } = await page.evaluate(async ({ body, dry, place }) => {
      const me = await (await fetch('/api/me')).json()
      const reply = await fetch(`/api/registers/visitor/import?place=${place}&dry_run=${dry}`, { method: 'POST', headers: { 'Content-Type': 'text/csv', 'X-File-Name': 'visits.csv', 'X-Anju-Csrf': me.csrf_token }, body })
      return reply.json()
    }, { body, dry, place: estates['禾丰苑'] })
    return until('the import', async () => {
      const job = await call(page, 'GET', `/api/jobs/${job_id}`)
      assert.notEqual(job.state, 'failed', JSON.stringify(job))
      return job.state === 'done' && job.result
    })
  }
  const wrong = rows.map((row, n) => (bad[n] ? row.with(bad[n][0], bad[n][1]) : row))
  const refused = await send(text(wrong), 'no')
  assert.deepEqual([...new Set(refused.problems.map((one) => one.row))], Object.keys(bad).map((n) => Number(n) + 2), 'the seven bad rows and no other')
  assert.ok(refused.problems.every((one) => one.column && one.zh && one.en))
  assert.equal(await total(), start, 'nothing was written')
  const written = await send(text(rows), 'no')
  assert.equal(written.written, 20_000)
  await page.goto('/registers/visitor')
  await settle(page)
  await call(page, 'POST', `/api/registers/visitor/imports/${written.import_id}/undo`, { why: '演示导入，撤回' })
  assert.equal(await total(), start, 'and taken back as a whole')
  await leave(page, 'visits')
})
