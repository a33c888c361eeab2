// The registers: each one's main path, from what is due to the record behind a row, with and without scripts.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, browser, fits, folder, picture, serve, signIn, visitor } from './house.mjs'

let house, chrome

before(async () => {
  house = await serve('--store', `${folder}/registers.db`, 'demo', '--serve', '--listen', '127.0.0.1:0')
  chrome = await browser()
})
after(async () => {
  await chrome?.close()
  await house?.stop()
})

const pages = [
  ['/registers?on=2025-11-10', 'registers'],
  ['/registers/parameters?on=2025-11-10'],
  ['/registers/recruitment?from=2022-10-01&to=2025-09-30&by=channel', 'recruitment'],
  ['/registers/recruitment?from=2025-10-01&to=2025-09-30'],
  ['/registers/vacancies?on=2025-09-30', 'vacancies'],
  ['/agency?on=2025-09-30'],
  ['/agency/rules?on=2025-11-15', 'agency-rules'],
  ['/agency/rules?quarter=2025-Q3'],
  ['/agency/cost?from=2025-01-01&to=2025-09-30&by=month'],
  ['/agency/return?quarter=2025-Q3'],
  ['/registers/early-careers?on=2025-09-30', 'early-careers'],
  ['/registers/supervision?on=2025-09-30', 'supervision'],
  ['/registers/renewals?on=2025-11-10'],
  ['/registers/right-to-work?on=2025-09-30'],
  ['/registers/workload?on=2025-09-30&by=role', 'workload'],
  ['/registers/workload?on=2025-09-30&by=worker&weighting=2023'],
  ['/registers/exits?from=2024-10-01&to=2025-09-30', 'exits'],
  ['/registers/incentives?on=2025-09-30', 'incentives'],
  ['/registers/improvement?on=2025-09-30', 'improvement'],
  ['/registers/improvement/pack?on=2025-09-30', 'board'],
]

test('every register, as a workforce lead sees it', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'workforce-lead')
  for (const [path, name] of pages) {
    await page.goto(path)
    await accessible(page, path)
    assert.equal(await page.locator('h1').count(), 1, path)
    if (name) await picture(page, name)
  }
  assert.deepEqual(page.complaints, [])
})

test('every register on a screen 320 pixels wide', async () => {
  const page = await visitor(chrome, house.url, { viewport: { width: 320, height: 640 } })
  await signIn(page, 'workforce-lead')
  for (const [path] of pages) {
    await page.goto(path)
    await fits(page, path)
  }
  await page.goto('/registers/early-careers?on=2025-09-30')
  await page.locator('main table a').first().click()
  await fits(page, 'a cohort')
  await accessible(page, 'a cohort on a narrow screen')
})

/** From the list of what is due to a register, then to the page or record behind its first row. */
const paths = [
  ['Recruitment', /\/registers\/recruitment/, /\/record\?id=campaign/],
  ['Agency', /\/agency/, /\/people\//],
  ['Early careers', /\/registers\/early-careers/, /\/registers\/early-careers\//],
  ['Supervision and courses', /\/registers\/supervision/, /\/people\//],
  ['Registration', /\/registers\/renewals/, /\/people\//],
  ['Leave to remain', /\/registers\/right-to-work/, /\/people\//],
  ['Workload', /\/registers\/workload/, /\/teams\//],
  ['Incentives', /\/registers\/incentives/, /\/record\?id=incentive/],
  ['Improvement', /\/registers\/improvement/, /\/record\?id=action/],
]

for (const scripts of [true, false]) {
  test(`from what is due to the record, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const page = await visitor(chrome, house.url, { javaScriptEnabled: scripts })
    await signIn(page, 'workforce-lead')
    for (const [name, register, record] of paths) {
      await page.goto('/registers?on=2025-11-10')
      await page.locator(`main table a:text-is("${name}")`).click()
      assert.match(page.url(), register, name)
      // Adverts are of years, which the list of what is due does not name.
      if (name === 'Recruitment') {
        await page.fill('#from', '1/10/2022')
        await page.fill('#to', '30/9/2025')
        await page.click('main form button')
        assert.match(page.url(), /from=1/)
      }
      await page.locator('main table a').first().click()
      assert.match(page.url(), record, name)
      assert.equal(await page.locator('h1').count(), 1, name)
    }
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}

for (const scripts of [true, false]) {
  test(`an action is added and found overdue, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const page = await visitor(chrome, house.url, { javaScriptEnabled: scripts })
    await signIn(page, 'hr')
    await page.goto('/registers/improvement?on=2025-09-30')
    await page.click('summary:has-text("Add to this register")')
    if (scripts) await accessible(page, 'what can be added')
    await page.click('text=Add to actions')
    const title = `Ask leavers sooner, ${scripts ? 'S' : 'N'}`
    const about = { action: scripts ? 'A-S' : 'A-N', title, owner: 'Workforce lead', due: '2025-06-30' }
    for (const [column, value] of Object.entries(about)) await page.fill(`#c-${column}`, value)
    await page.selectOption('#c-status', 'planned')
    await page.fill('#reason', 'Agreed by the board')
    await page.click('button:has-text("Save")')
    await page.waitForURL(/\/history\/\d+$/)
    await page.goto('/registers/improvement?on=2025-09-30&overdue=yes')
    const row = page.locator('main tr', { hasText: title })
    assert.match(await row.textContent(), /OVERDUE/)
    await row.locator('a').first().click()
    assert.match(page.url(), /\/record\?id=action/)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}

test('a table of a register goes to a spreadsheet', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'workforce-lead')
  await page.goto('/registers/improvement?on=2025-09-30')
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').first().click()])
  assert.equal(file.suggestedFilename(), 'actions-on-2025-09-30.csv')
})

test('the board’s pack prints without what is only for a screen', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'workforce-lead')
  await page.goto('/registers/improvement/pack?on=2025-09-30')
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.mainstay-filter', '.mainstay-noprint', '.govuk-breadcrumbs', 'main details']) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden)
  }
  assert.ok(await page.locator('table').first().isVisible())
  // Nothing is cut off at the edge of the paper.
  await page.setViewportSize({ width: 794, height: 1123 })
  await fits(page, 'the pack on paper')
})

test('a team manager sees the registers of their own team only', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'team-manager')
  await page.goto('/registers?on=2025-09-30')
  await accessible(page, 'the registers of a team manager')
  const names = await page.locator('main table a').allTextContents()
  assert.deepEqual(names.map((name) => name.trim()), ['Agency', 'Supervision and courses', 'Registration', 'Workload'])
  for (const path of ['/registers/supervision', '/registers/renewals', '/registers/workload', '/agency']) {
    await page.goto(`${path}?on=2025-09-30`)
    await accessible(page, `team manager at ${path}`)
  }
  for (const path of ['/registers/recruitment', '/registers/incentives', '/registers/improvement/pack', '/agency/cost']) {
    assert.equal((await page.request.get(path)).status(), 403, path)
  }
  assert.deepEqual(page.complaints, [])
})
