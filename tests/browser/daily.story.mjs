// The daily work moves the live score: a tenant told to the company before a long holiday and reported too late; a lift past its inspection,
// mended from the page its QR label opens; a violation confirmed by another person; a joint task and a bureau case from body to body; twenty thousand let homes imported, seven rows bad.
// The days are played: 13 February 2026 is the Friday before the Spring Festival, Saturday the 14th is worked, the next working days
// are the 24th and 25th (State Council's calendar), so three working days end with the 25th.
import assert from 'node:assert/strict'
import { call, listed, photo, resultOf, sendFile, settle, shoot, tell, until } from './harness.mjs'
import { workbook } from './workbook.mjs'

const { service, chapter, at, look, leave } = tell('daily', async (empty) => {
  const passwords = await empty.demo()
  empty.moveTo('2026-02-13')
  return passwords
}, { seconds: 300 })
let estates, report, lift

/** The item on the estate's live scorecard. */
async function item(page, estate, code) {
  const card = await call(page, 'GET', `/api/live/${estates[estate]}`)
  return { total: card.total, findings: card.items.find((one) => one.code === code)?.findings ?? [] }
}
const added = (page, register, estate, fields) => call(page, 'POST', `/api/registers/${register}/records`, { place_id: estates[estate], fields })
/** An uploaded photograph's id, for what the story does without the form. */
const upload = async (page) => (await sendFile(page, '/api/photos', await photo(page, '证'))).id

chapter('a landlord tells the company of a tenant on the Friday before a long holiday: the last day skips it', async () => {
  const page = await at('wuye')
  estates = Object.fromEntries((await listed(page, '/api/estates?limit=200')).map((one) => [one.name, one.id]))
  const dwelling = (await listed(page, `/api/estates/${estates['枫荷家园']}/dwellings?limit=1`))[0].id
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

chapter('the day after the last it is missed: a finding on C3.6, and the street is told', async () => {
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

chapter('the company reports late with proof, another person confirms, and the points come back', async () => {
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

chapter('a lift goes past its inspection date and costs its item at once', async () => {
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
  await look(phone, 'lift_phone')
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

chapter('a violation goes through its steps, and nobody confirms what they mended themselves', async () => {
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

chapter('a task of the street crosses bodies: taken on, a word of each helper, reported, and confirmed by none of those who did it', async () => {
  const street = await at('jiedao')
  const parties = await listed(street, '/api/parties?limit=200')
  const [lead, helper] = ['property_company', 'department'].map((kind) => (parties.find((one) => one.kind === kind) ?? parties[0]).id)
  const task = await added(street, 'joint_task', '枫荷家园', {
    task: '登高场地清障', wanted: '场地上没有车', set_by: 'street', set_on: '2026-03-05', due_on: '2026-03-20', lead, helpers: [{ helper, part: '现场查看' }],
  })
  const step = async (who, act, fields = {}) => {
    const { version } = await call(who, 'GET', `/api/records/${task.id}`)
    return call(who, 'POST', `/api/records/${task.id}/acts/${act}`, { fields, version })
  }
  const { name } = await call(street, 'GET', `/api/records/${task.id}`)
  const company = await at('wuye')
  await company.goto('/todo')
  await settle(company)
  await company.getByText(name).first().waitFor()
  await step(company, 'take', { post: '秩序主管' })
  const fire = await at('xiaofang')
  await step(fire, 'word', { helper, state_of_part: 'done', words: '看过，无车' })
  await leave(fire)
  await step(company, 'report', { done: '清空，划了线', helpers_word: 'all' })
  company.refusals.push(403, 409)
  await assert.rejects(step(company, 'close', { looked: true, result: '好' }), /→ 40[39]/)
  await company.goto(`/records/${task.id}`)
  await company.getByText('已报办结，待核实').first().waitFor()
  await leave(company, 'joint_task')
  await step(street, 'close', { looked: true, result: '场地清空' })
  assert.equal((await call(street, 'GET', `/api/records/${task.id}`)).state, 'closed')
  await leave(street)
})

chapter('a case of the housing bureau: the company is heard, and whoever opened it does not decide', async () => {
  const bureau = await at('xiaofang')
  const link = async (page, register) => (await listed(page, `/api/registers/${register}/records`))[0].id
  const one = await added(bureau, 'bureau_case', '枫荷家园', {
    company: await link(bureau, 'property_company'), opened_on: '2026-03-05', source: 'street', duty: 'funds', facts: '半年没有公开（虚构）', basis: '合同（虚构）', measures: ['order'], wanted: '公开', mend_by: '2026-03-20',
  })
  const step = async (who, act, fields = {}) => {
    const { version } = await call(who, 'GET', `/api/records/${one.id}`)
    return call(who, 'POST', `/api/records/${one.id}/acts/${act}`, { fields, version })
  }
  const company = await at('wuye')
  await step(company, 'hear', { statement: '正在整理（虚构）' })
  const decision = async (who) => ({ delivered_on: '2026-03-05', heard_words: '说明不成立', paper: [await upload(who)] })
  bureau.refusals.push(409)
  await assert.rejects(step(bureau, 'decide', await decision(bureau)), /same_person/)
  const office = await at('quban')
  await step(office, 'decide', await decision(office))
  await step(company, 'answer', { answer: '已公开', after: [await upload(company)] })
  await leave(company)
  await step(bureau, 'close', { looked_on: '2026-03-05', seen: '公开栏已贴' })
  assert.equal((await call(office, 'GET', `/api/records/${one.id}`)).state, 'closed')
  await office.goto(`/records/${one.id}`)
  await office.getByText('已改好，办结').first().waitFor()
  await leave(office, 'bureau_case')
  await leave(bureau)
})

const buildings = Array.from({ length: 50 }, (_, n) => `${901 + n}幢`)
/** [building, unit, floor, room] of twenty thousand invented homes: fifty buildings of four units, 25 floors, four homes each. */
const homes = buildings.flatMap((building) => Array.from({ length: 400 }, (_, n) => {
  const floor = 1 + Math.floor(n / 4) % 25
  return [building, `${1 + Math.floor(n / 100)}单元`, `${floor}层`, `${floor}0${1 + (n % 4)}`]
}))

chapter('the office brings in fifty new buildings with twenty thousand homes from a workbook', async () => {
  const page = await at('quban')
  const { code } = (await listed(page, '/api/places')).find((one) => one.id === estates['禾丰苑'])
  const book = workbook('places.xlsx', {
    楼幢: [['小区编码', '楼幢'], ...buildings.map((one) => [code, one])],
    户: [['小区编码', '楼幢', '单元', '楼层', '室号', '用途', '居住类别', '建筑面积'], ...homes.map((one) => [code, ...one, '住宅', '租户', '89.50'])],
  })
  const { job_id } = await sendFile(page, '/api/places/import?dry_run=false', book)
  const brought = await resultOf(page, job_id, 100)
  assert.deepEqual([brought.problems, brought.buildings, brought.dwellings], [[], 50, 20_000])
  await leave(page)
})

chapter('twenty thousand let homes with seven bad rows: all seven are told, nothing is written; mended they go in and are taken back', async () => {
  const page = await at('wuye')
  const register = await call(page, 'GET', '/api/registers/rental_dwelling')
  const titles = Object.fromEntries(register.sections.flatMap((section) => section.fields).map((one) => [one.field, one.title.zh]))
  const good = homes.map(([building, unit, , room], n) => ({
    dwelling: `${building} ${unit} ${room}室`, landlord: `演示房东${n + 1}`, landlord_phone: `138${String(n).padStart(8, '0')}`, let_by: n % 9 ? '房东自己租' : '中介介绍', enterprise: n % 9 ? '' : '安家中介（虚构）',
    status: '在租', undertaking_on: '2026-02-01', agreement_on: '2026-02-01', lease: '2026-02-01 至 2027-01-31', rooms_let: 1 + (n % 4), beds: 2 + (n % 4), detectors: 1 + (n % 4), seen_on: '2026-02-20',
  }))
  const fields = Object.keys(good[0])
  const bad = {
    3: { rooms_let: 0 }, 500: { landlord_phone: '138' }, 7_000: { dwelling: '999幢 1单元 101室' }, 9_999: { dwelling: good[9_998].dwelling }, 12_345: { landlord: '' },
    15_000: { undertaking_on: '2026-04-01' }, 19_999: { let_by: '借住' },
  }
  const book = (rows) => workbook('rentals.xlsx', { 出租房: [fields.map((one) => titles[one]), ...rows.map((row) => Object.values(row))] })
  const total = async () => (await call(page, 'GET', `/api/registers/rental_dwelling/records?place=${estates['禾丰苑']}&limit=1`)).total
  const start = await total()
  assert.ok(Number.isInteger(start))

  await page.goto('/registers/rental_dwelling/import')
  await settle(page)
  const choose = async (rows) => {
    await page.locator('input[type=file]').setInputFiles(book(rows))
    await page.getByRole('button', { name: '检查，不写入' }).click()
  }
  const said = page.locator('.result')
  const soon = { timeout: 150_000 }
  await page.locator('.el-select__wrapper').first().click()
  await page.locator('.el-select-dropdown__item:visible').filter({ hasText: '禾丰苑' }).click()
  await choose(good.map((row, n) => ({ ...row, ...bad[n] })))
  await said.getByText('有 7 处要改').waitFor(soon)
  const told = await page.locator('table tbody tr').allInnerTexts()
  assert.deepEqual(told.map((line) => Number(line.match(/\d+/)[0])), Object.keys(bad).map((n) => Number(n) + 2), 'the seven bad rows and no other')
  for (const [n, wrong] of Object.values(bad).entries()) assert.ok(told[n].includes(titles[Object.keys(wrong)[0]]), told[n])
  assert.ok(await page.getByRole('button', { name: '写入', exact: true }).isDisabled())
  assert.equal(await total(), start, 'nothing was written')
  await look(page, 'import_problems')

  await choose(good)
  await page.getByRole('button', { name: /写入 20,?000 条/ }).click(soon)
  await said.getByText(/已写入 20,?000 条/).waitFor(soon)
  assert.equal(await total(), null, 'more than a list counts')
  assert.equal((await listed(page, '/api/registers/rental_dwelling/imports'))[0].records, 20_000)
  await page.getByRole('button', { name: '撤回导入 rentals.xlsx' }).click()
  const sheet = page.locator('dialog[open]')
  await sheet.locator('textarea').fill('演示导入，撤回')
  await sheet.locator('button[type=submit]').click()
  await page.getByText(/已撤回/).first().waitFor(soon)
  assert.equal(await total(), start, 'and taken back as a whole')
  await leave(page, 'imported')
})
