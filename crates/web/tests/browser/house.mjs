// A program that serves, a browser that visits it, and what every page must be.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const program = process.env.MAINSTAY_BIN
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const password = 'for demonstration only'
export const folder = mkdtempSync(join(tmpdir(), 'mainstay-browser-'))

/** Starts the program with arguments, and gives its address and what it has printed once it serves. */
export async function serve(...args) {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  child.stdout.on('data', (text) => { printed += text })
  let logged = ''
  child.stderr.on('data', (text) => { logged += text })
  const address = () => printed.match(/Mainstay is at (https?:\S+)/)?.[1]
  for (let tries = 0; !address(); tries++) {
    assert.ok(tries < 1200 && child.exitCode === null, `the program does not serve: ${printed}`)
    await new Promise((done) => setTimeout(done, 100))
  }
  // The first administrator's link is printed after the address.
  await new Promise((done) => setTimeout(done, 500))
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const [code] = await ended
    return code
  }
  return { url: address(), printed: () => printed, logged: () => logged, stop }
}

/** Runs the program to its end. */
export async function run(...args) {
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  assert.equal(code, 0, args.join(' '))
}

export async function browser() {
  return chromium.launch({ executablePath: process.env.MAINSTAY_CHROMIUM, args: ['--no-sandbox'] })
}

/** Someone with a window of their own. What their browser complains about is gathered. */
export async function visitor(chrome, url, options = {}) {
  const context = await chrome.newContext({ baseURL: url, viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  page.complaints = []
  page.on('console', (line) => {
    // A browser says of every refusal that it failed to load; that is what a refusal is.
    if (line.type() === 'error' && !/Failed to load resource/.test(line.text())) page.complaints.push(line.text())
  })
  page.on('pageerror', (problem) => page.complaints.push(problem.message))
  return page
}

export async function signIn(page, role) {
  await page.goto('/sign-in')
  await page.fill('#name', `${role}@demonstration.invalid`)
  await page.fill('#password', password)
  await page.click('main form button')
  await page.waitForURL((url) => url.pathname === '/')
}

/** Makes the first administrator of a program that has just begun, and gives their window. */
export async function first(chrome, served, { name = 'boss', url = served.url, ...options } = {}) {
  const page = await visitor(chrome, url, options)
  await page.goto(served.printed().match(/\/set-up\/[0-9a-f]{64}/)[0])
  const about = { code: '999', council: 'Testshire', name, shown: 'The Boss', password: 'a quiet afternoon' }
  for (const [field, value] of Object.entries(about)) await page.fill(`#${field}`, value)
  await page.click('main form button')
  await page.waitForURL((address) => !address.pathname.startsWith('/set-up/'))
  return page
}

/** No violation of WCAG 2.2 AA that a machine can find. */
export async function accessible(page, where) {
  await page.evaluate(axe)
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  const told = found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' ')}`)
  assert.ok(found.passes.length > 10, `${where}: axe looked at the page`)
  assert.deepEqual(told, [], where)
}

/** The page is no wider than its window: only what scrolls by itself may be. */
export async function fits(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(over <= 0, `${where} is ${over} pixels too wide`)
}

/** Keeps a picture where the documentation shows one, when asked to. */
export async function picture(page, name) {
  const into = process.env.MAINSTAY_SCREENSHOTS
  if (into) await page.screenshot({ path: join(into, `${name}.png`), clip: { x: 0, y: 0, width: 1280, height: 1100 }, fullPage: true })
}

/** The same of a document that is a file of its own. */
export async function accessibleDocument(chrome, html, where) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.setContent(html)
  await accessible(page, where)
  await page.setViewportSize({ width: 320, height: 640 })
  await fits(page, where)
  await context.close()
}
