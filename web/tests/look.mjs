// Looks at every page: starts the fixture on the built pages, opens each address in Chromium at desk and phone width,
// saves a picture, runs axe. Fails when axe finds anything serious, a page scrolls sideways or the browser logs an error.
//   npm run build && npm run look [-- part-of-an-address …]
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const port = Number(process.env.ANJU_LOOK_PORT ?? 8098)
const here = fileURLToPath(new URL('.', import.meta.url))
const shots = process.env.ANJU_SHOTS ?? join(here, '../../tests/browser/shots')
const axe = readFileSync(join(here, '../node_modules/axe-core/axe.min.js'), 'utf8')
/** name → address; options: open the page signed out, in English, or act on it first. Other lists: *_addresses.mjs. */
const first = [
  { name: 'sign_in', at: '/sign-in', signedOut: true },
  { name: 'sign_in_refused', at: '/sign-in', signedOut: true, first: async (page) => { await page.fill('#field-name', 'office'); await page.fill('#field-password', 'wrong'); await page.click('button[type=submit]'); await page.waitForSelector('[role=alert]') } },
  { name: 'password', at: '/password', first: async (page) => { await page.click('button[type=submit]') } },
  { name: 'cockpit', at: '/' },
  { name: 'cockpit_en', at: '/', english: true },
  { name: 'estates', at: '/estates' },
  { name: 'estates_empty', at: '/estates?q=zzz' },
  { name: 'estates_tree', at: '/estates?view=tree' },
  { name: 'estate', at: '/estates/estate-6' },
  { name: 'estate_open', at: '/estates/estate-6?item=C3.2', first: async (page) => { await page.click('.document .tools button') } },
  { name: 'estate_en', at: '/estates/estate-3', english: true },
  { name: 'estate_pending', at: '/estates/estate-12' },
  { name: 'estate_comparison', at: '/estates/estate-6/comparison' },
  { name: 'estate_history', at: '/estates/estate-6/history' },
  { name: 'estate_rectifications', at: '/estates/estate-6/rectifications' },
  { name: 'estate_parties', at: '/estates/estate-6/parties' },
  { name: 'estate_replace', at: '/estates/estate-6/parties', first: async (page) => { await page.click('.parties button') } },
  { name: 'estate_timeline', at: '/estates/estate-6/timeline' },
  { name: 'estate_missing', at: '/estates/none' },
  { name: 'standard', at: '/standard' },
  { name: 'standard_public', at: '/standard', signedOut: true },
  { name: 'standard_en', at: '/standard', english: true },
  { name: 'readings', at: '/standard/readings' },
  { name: 'steps', at: '/standard/steps' },
  { name: 'duties', at: '/duties' },
  { name: 'leading_groups', at: '/leading-groups' },
  { name: 'leading_group_form', at: '/leading-groups', first: async (page) => { await page.click('td.acts button') } },
  { name: 'nowhere', at: '/no-such-page' },
]
const more = await Promise.all(readdirSync(here).filter((name) => name.endsWith('_addresses.mjs')).map((name) => import(pathToFileURL(join(here, name)))))
const wanted = process.argv.slice(2)
const pages = [...first, ...more.flatMap((module) => module.addresses)].filter((page) => !wanted.length || wanted.some((part) => page.name.includes(part)))

mkdirSync(shots, { recursive: true })
const server = spawn(process.execPath, [join(here, 'fixtures/server.mjs'), String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
await new Promise((resolve) => server.stdout.once('data', resolve))
const profile = mkdtempSync(join(tmpdir(), 'anju-look-'))
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
})
let faults = 0
const fault = (name, words) => { faults++; console.log(`✗ ${name}: ${words}`) }
for (const one of pages) {
  for (const width of [1440, 390]) {
    const name = `${one.name}_${width}`
    const page = await browser.newPage()
    await page.setViewportSize({ width, height: width === 1440 ? 900 : 844 })
    page.on('console', (message) => { if (message.type() === 'error' && !/status of (401|404|409|422)/.test(message.text())) fault(name, message.text()) })
    page.on('pageerror', (problem) => fault(name, String(problem)))
    const account = await (await fetch(`http://127.0.0.1:${port}/api/me`)).json()
    if (one.signedOut && account.account) await fetch(`http://127.0.0.1:${port}/api/sign-out`, { method: 'POST' })
    if (!one.signedOut && !account.account) await fetch(`http://127.0.0.1:${port}/api/sign-in`, { method: 'POST', body: '{"name":"office","password":"right"}' })
    await page.addInitScript((english) => { localStorage.setItem('anju.language', english ? 'en' : 'zh') }, !!one.english)
    await page.goto(`http://127.0.0.1:${port}${one.at}`, { waitUntil: 'networkidle' })
    if (one.first) await one.first(page)
    await page.waitForTimeout(150)
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (sideways > 0) fault(name, `scrolls sideways by ${sideways} px`)
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
    for (const { id, impact, help, nodes } of violations) {
      const words = `axe ${impact} ${id}: ${help} → ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')} (${nodes.length})`
      if (impact === 'serious' || impact === 'critical') fault(name, words)
      else console.log(`· ${name}: ${words}`)
    }
    await page.close()
  }
}
await browser.close()
server.kill()
rmSync(profile, { recursive: true, force: true })
console.log(faults ? `${faults} faults` : `${pages.length} pages, no faults`)
process.exit(faults ? 1 : 0)
