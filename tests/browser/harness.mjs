// What the browser stories share: a service of their own on an empty store, people who sign in, pages that are watched.
// The program is $ANJU_PROGRAM, else build/test/anju, else build/release/anju; the front end is $ANJU_WEB, else web/dist (npm run build).
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test as nodeTest } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const fromWeb = createRequire(join(root, 'web/package.json'))
const { chromium } = fromWeb('playwright-core')
const axe = readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8')
/** The built front end. */
const web = process.env.ANJU_WEB ?? join(root, 'web/dist')
const shots = process.env.ANJU_SHOTS ?? join(root, 'tests/browser/shots')
const run = promisify(execFile)

/** A password that satisfies the first settings of a store. */
export const ownPassword = 'Jia-Yuan-2719-qz'

function program() {
  const found = [process.env.ANJU_PROGRAM, join(root, 'build/test/anju'), join(root, 'build/release/anju')].find((path) => path && existsSync(path))
  if (!found) throw new Error('no program: build it, or name it in ANJU_PROGRAM')
  if (!existsSync(join(web, 'index.html'))) throw new Error('no web/dist: run npm run build in web')
  return found
}

const free = (port) => new Promise((resolve) => {
  const probe = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
})
async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = 21000 + Math.floor(Math.random() * 11000)
    if (await free(port)) return port
  }
  throw new Error('no free port below 32768')
}

/** A folder with an empty store; `start` runs the service on it, `end` stops it by its id and removes the folder. */
export class Service {
  constructor() {
    this.program = program()
    this.folder = mkdtempSync(join(tmpdir(), 'anju-story-'))
    this.dayFile = join(this.folder, 'day')
    this.where = ['--store', join(this.folder, 'store.sqlite'), '--files', join(this.folder, 'files'), '--pack', join(root, 'packs/gongshu')]
    this.day = null
    this.said = ''
  }
  /** From now on the service lives on this day (YYYY-MM-DD). Moving it ends every session: people sign in again. */
  moveTo(day) {
    this.day = day
    writeFileSync(this.dayFile, day + '\n')
  }
  /** Makes the demonstration district → {name: password}. */
  async demo() {
    const { stdout } = await run(this.program, ['demo', ...this.where])
    return Object.fromEntries([...stdout.matchAll(/^\s+([a-z][a-z0-9]*)\s+(\S{12,})\s/gm)].map(([, name, password]) => [name, password]))
  }
  /** → the first password, to be changed at the first sign-in. */
  async addAccount(name, role, place = '') {
    const { stdout } = await run(this.program, ['account', 'add', name, '--role', role, ...(place ? ['--place', place] : []), ...this.where])
    return stdout.match(/first password[^:]*: (\S+)\s*$/m)[1]
  }
  async start() {
    const port = await freePort()
    this.origin = `http://127.0.0.1:${port}`
    this.child = spawn(this.program, ['serve', ...this.where, '--port', String(port), '--web', web, ...(this.day ? ['--rehearsal-day-file', this.dayFile] : [])], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (text) => { this.said += text })
    for (let tries = 0; tries < 200; tries++) {
      if (this.child.exitCode !== null) throw new Error('the service ended: ' + this.said)
      if (await fetch(this.origin + '/healthz').then((reply) => reply.ok, () => false)) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('the service does not answer: ' + this.said)
  }
  async end() {
    if (this.child && this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve))
      this.child.kill('SIGTERM')
      const late = setTimeout(() => this.child.kill('SIGKILL'), 8000)
      await ended
      clearTimeout(late)
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Somebody at the API without a browser, for what the story is not about. */
export class Caller {
  constructor(service) { Object.assign(this, { service, cookie: '', csrf: '' }) }
  async ask(method, path, body) {
    const reply = await fetch(this.service.origin + path, { method, headers: { 'Content-Type': 'application/json', Cookie: this.cookie, 'X-Anju-Csrf': this.csrf }, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await reply.text()
    assert.ok(reply.ok, `${method} ${path} → ${reply.status} ${text}`)
    const cookie = reply.headers.getSetCookie()[0]
    if (cookie) this.cookie = cookie.split(';')[0]
    return text ? JSON.parse(text) : null
  }
  async signIn(name, password) {
    this.csrf = (await this.ask('POST', '/api/sign-in', { name, password })).csrf_token
    return this
  }
  /** The first password is good for one thing only: to be changed. */
  async changeFirstPassword(name, first) {
    await this.signIn(name, first)
    await this.ask('POST', '/api/me/password', { old: first, new: ownPassword })
    return this.signIn(name, ownPassword)
  }
}

export const openBrowser = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})

/** A page in a context of its own, at the day of the service. `page.faults` gathers what the browser complains of;
    `page.refusals` says which refusals (HTTP status) the story expects. */
export async function openPage(browser, service, { width = 1440 } = {}) {
  const context = await browser.newContext({ baseURL: service.origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width, height: width < 760 ? 844 : 900 } })
  context.setDefaultTimeout(10_000)
  if (service.day) await context.clock.setFixedTime(new Date(`${service.day}T10:00:00+08:00`))
  const page = await context.newPage()
  page.faults = []
  page.refusals = []
  page.on('console', (message) => {
    if (message.type() !== 'error' || page.refusals.some((status) => message.text().includes(`status of ${status}`))) return
    page.faults.push(`${page.url()}: ${message.text()} ${message.location().url}`)
  })
  page.pending = new Set()
  // The stream of events never ends.
  page.on('request', (request) => { if (!request.url().endsWith('/api/events')) page.pending.add(request) })
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => page.pending.delete(request))
  page.on('pageerror', (problem) => page.faults.push(`${page.url()}: ${problem}`))
  return page
}

export async function signIn(page, name, password = ownPassword) {
  await page.goto('/sign-in')
  await page.fill('#field-name', name)
  await page.fill('#field-password', password)
  await page.click('button[type=submit]')
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await settle(page)
}

/** The request of the signed-in page itself: its cookie, its token. */
export async function call(page, method, path, body) {
  const answer = await page.evaluate(async ({ method, path, body }) => {
    const me = await (await fetch('/api/me')).json()
    const reply = await fetch(path, { method, headers: { 'Content-Type': 'application/json', 'X-Anju-Csrf': me.csrf_token }, body: body === undefined ? undefined : JSON.stringify(body) })
    return { status: reply.status, text: await reply.text() }
  }, { method, path, body })
  assert.ok(answer.status < 300, `${method} ${path} → ${answer.status} ${answer.text}`)
  return answer.text ? JSON.parse(answer.text) : null
}

/** The items of a list. */
export const listed = (page, path) => call(page, 'GET', path).then((answer) => answer.items)

/** Sends a file ({mimeType, buffer}) as the signed-in page itself → the answer. */
export async function sendFile(page, path, { mimeType, buffer }) {
  const answer = await page.evaluate(async ({ path, mimeType, bytes }) => {
    const me = await (await fetch('/api/me')).json()
    const reply = await fetch(path, { method: 'POST', headers: { 'Content-Type': mimeType, 'X-Anju-Csrf': me.csrf_token }, body: Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)) })
    return { status: reply.status, text: await reply.text() }
  }, { path, mimeType, bytes: buffer.toString('base64') })
  assert.ok(answer.status < 300, `POST ${path} → ${answer.status} ${answer.text}`)
  return JSON.parse(answer.text)
}

/** Asks again and again until the answer is something. */
export async function until(what, holds, seconds = 60) {
  for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
    const answer = await holds()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.fail(`waited ${seconds} seconds for: ${what}`)
}

/** A job's result once it is done. */
export const resultOf = (page, jobId, seconds) => until('the job', async () => {
  const job = await call(page, 'GET', `/api/jobs/${jobId}`)
  assert.notEqual(job.state, 'failed', JSON.stringify(job))
  return job.state === 'done' && job.result
}, seconds)

/** Waits until nothing has been asked of the service for a moment and no part of the page is still loading. */
export async function settle(page) {
  const until = Date.now() + 10_000
  for (let quiet = 0; quiet < 3; quiet = page.pending.size ? 0 : quiet + 1) {
    assert.ok(Date.now() < until, `still waiting for ${[...page.pending].map((request) => request.url()).join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await page.locator('main h1').first().waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'hidden' })
}

/** Chooses in a select of the component library: by the id of its field, or inside a given place. */
export async function choose(page, field, word) {
  const select = typeof field === 'string' ? page.locator('.el-select', { has: page.locator(field) }) : field
  await select.locator('.el-select__wrapper').click()
  await select.locator('.el-select-dropdown__item:visible').filter({ hasText: word }).first().click()
}

export async function shoot(page, name) {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

/** → faults in words: scrolls sideways, or axe finds something serious or critical. */
export async function lookOver(page) {
  const faults = []
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (sideways > 0) faults.push(`scrolls sideways by ${sideways} px`)
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  for (const { id, impact, help, nodes } of violations) {
    if (impact === 'serious' || impact === 'critical') faults.push(`axe ${impact} ${id}: ${help} → ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')} (${nodes.length})`)
  }
  return faults
}

/** One story: a service and a browser of its own, chapters, and people who come and go. `name` begins its pictures' names;
    `prepare` fills the empty store before the service starts, and may tell the passwords of its people. */
export function tell(name, prepare, { seconds = 60 } = {}) {
  const service = new Service()
  const story = { service, browser: null, passwords: {} }
  before(async () => {
    story.passwords = (await prepare(service)) ?? {}
    await service.start()
    story.browser = await openBrowser()
  })
  after(async () => {
    await story.browser?.close()
    await service.end()
  })
  let broken = ''
  /** A chapter fails at once when one before it failed: the store is not where it should be. */
  story.chapter = (title, play) => nodeTest(title, { timeout: 1000 * seconds }, async () => {
    if (broken) assert.fail(`not played, because this failed before: ${broken}`)
    broken = title
    await play()
    broken = ''
  })
  /** A page of somebody who has signed in; of a visitor without a name. */
  story.at = async (who, options) => {
    const page = await openPage(story.browser, service, options)
    if (who) await signIn(page, who, story.passwords[who])
    return page
  }
  /** Takes a picture and looks the page over. */
  story.look = async (page, picture) => {
    await shoot(page, `${name}_${picture}`)
    assert.deepEqual(await lookOver(page), [], picture)
  }
  /** Goes; with the name of a picture, after a look. */
  story.leave = async (page, picture) => {
    if (picture) await story.look(page, picture)
    assert.deepEqual(page.faults, [], 'the browser complained')
    await page.context().close()
  }
  return story
}

/** A small photograph, painted by the browser. */
export async function photo(page, words) {
  const base64 = await page.evaluate((words) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const brush = canvas.getContext('2d')
    brush.fillStyle = '#7a8b99'
    brush.fillRect(0, 0, 640, 480)
    brush.fillStyle = '#b8543a'
    for (let i = 0; i < 12; i++) brush.fillRect(40 + 45 * i, 300 - 13 * (i % 5), 30, 60)
    brush.font = '32px sans-serif'
    brush.fillText(words, 40, 80)
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1]
  }, words)
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}
