// Every page, in every role's eyes that matter: no complaint of the browser, no violation that axe finds, no page wider
// than a small screen, nothing that needs a script.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, browser, fits, folder, picture, run, serve, signIn, visitor } from './house.mjs'

let house, chrome

before(async () => {
  house = await serve('--store', `${folder}/pages.db`, 'demo', '--serve', '--listen', '127.0.0.1:0')
  chrome = await browser()
})
after(async () => {
  await chrome?.close()
  assert.equal(await house?.stop(), 0, 'the program ends well when it is asked to')
})

const pages = {
  'workforce-lead': [
    ['/', 'start'],
    ['/position?as_at=2025-09-30&by=service', 'position'],
    ['/position?as_at=nonsense'],
    ['/position/compare?from=2024-09-30&to=2025-09-30&by=service', 'compared'],
    ['/position/project?as_at=2025-09-30&months=12&by=service'],
    ['/figures'],
    ['/figures/turnover_rate_fte?to=2025-09-30'],
    ['/figures/turnover_rate_fte?to=2025-09-30&from=2020-10-01&series=quarter', 'figure'],
    ['/figures/turnover_rate_fte?to=2025-09-30&by=sex'],
    ['/figures/vacancy_rate_fte?to=2025-09-30&by=team'],
    ['/books?from=2024-10-01&to=2025-09-30'],
    ['/released'],
    ['/papers'],
    ['/claims'],
    ['/published?authority=891&against=neighbours&year=2022'],
    ['/people?find=test&on=2025-09-30'],
    ['/people/W00013', 'person'],
    ['/teams'],
    ['/teams/ASM?on=2025-09-30', 'team'],
    ['/restructure?unit=ASM&to=NEW&name=New+team&on=2026-01-01&transfer=R1', 'restructure'],
    ['/restructure'],
    ['/agency?on=2025-09-30'],
    ['/census'],
    ['/census/readiness?year=2025', 'census'],
    ['/census/explained?year=2025&find=SWENo'],
    ['/data'],
    ['/records'],
    ['/records/unit'],
    ['/record?id=post:C013'],
    ['/records/occupancy/edit', 'form'],
    ['/records/absence/edit?worker=W00013'],
    ['/history'],
    ['/history/3'],
    ['/account'],
    ['/account/codes'],
    ['/programs'],
    ['/nowhere'],
    ['/administration'],
  ],
  administrator: [['/administration'], ['/administration/accounts/new'], ['/administration/views']],
  'team-manager': [['/'], ['/position?as_at=2025-09-30'], ['/teams'], ['/people?on=2025-09-30'], ['/teams/CHI']],
  reader: [['/'], ['/published?authority=891&year=2022'], ['/position']],
}

for (const [role, all] of Object.entries(pages)) {
  test(`the pages of ${role}`, async () => {
    const page = await visitor(chrome, house.url)
    await signIn(page, role)
    for (const [path, name] of all) {
      await page.goto(path)
      await accessible(page, `${role} at ${path}`)
      assert.ok(await page.title(), path)
      assert.equal(await page.locator('h1').count(), 1, path)
      if (name) await picture(page, name)
    }
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}

test('figures released by one are read by another', async () => {
  const lead = await visitor(chrome, house.url)
  await signIn(lead, 'workforce-lead')
  await lead.goto('/figures/vacancy_rate_fte?to=2025-09-30&by=team')
  await lead.click('summary:has-text("Release these figures")')
  await accessible(lead, 'the form that releases')
  await lead.click('form[action$="/release"] button')
  await lead.waitForURL(/\/released$/)
  const reader = await visitor(chrome, house.url)
  await signIn(reader, 'reader')
  await reader.goto('/released')
  await reader.click('main table a')
  await accessible(reader, 'a release')
  assert.match(await reader.locator('main').textContent(), /Known at change/)
  assert.deepEqual(lead.complaints.concat(reader.complaints), [])
  await Promise.all([lead.context().close(), reader.context().close()])
})

test('before signing in', async () => {
  const page = await visitor(chrome, house.url)
  await page.goto('/sign-in')
  await accessible(page, 'sign in')
  await picture(page, 'sign-in')
  await page.fill('#name', 'nobody')
  await page.click('main form button')
  await accessible(page, 'sign in, refused')
  assert.match(await page.title(), /^Error: /)
  // Scripts take the reader to what is wrong.
  assert.ok(await page.locator('.govuk-error-summary').evaluate((box) => box === document.activeElement))
  await page.goto('/set-up/0000')
  await accessible(page, 'a link that does not work')
  assert.deepEqual(page.complaints, [])
})

test('on a screen 320 pixels wide', async () => {
  const page = await visitor(chrome, house.url, { viewport: { width: 320, height: 640 } })
  await signIn(page, 'workforce-lead')
  for (const [path] of pages['workforce-lead']) {
    await page.goto(path)
    await fits(page, path)
  }
  await page.goto('/position?as_at=2025-09-30&by=service')
  await page.click('.govuk-service-navigation__toggle')
  await page.click('text=Posts and teams')
  await page.waitForURL(/\/teams$/)
  await accessible(page, 'a narrow screen')
})

test('by keyboard alone', async () => {
  const page = await visitor(chrome, house.url)
  await page.goto('/sign-in')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Skip to main content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('workforce-lead@demonstration.invalid')
  await page.keyboard.press('Tab')
  await page.keyboard.type('for demonstration only')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  const reach = async (text) => {
    for (let steps = 0; steps < 80; steps++) {
      await page.keyboard.press('Tab')
      const here = await page.evaluate(() => document.activeElement.textContent.trim())
      if (here === text) return
    }
    assert.fail(`${text} cannot be reached by keyboard`)
  }
  await reach('Figures')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/figures$/)
  await reach('Turnover rate, FTE')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow)
  assert.notEqual(outline, 'nonenone', 'where the keyboard is can be seen')
  await page.keyboard.press('Enter')
  await page.waitForURL(/turnover_rate_fte/)
})

test('without scripts', async () => {
  const page = await visitor(chrome, house.url, { javaScriptEnabled: false })
  await signIn(page, 'workforce-lead')
  await page.goto('/figures/turnover_rate_fte?to=2025-09-30')
  // From the figure to a record behind it, to the worker, and back.
  await page.locator('a[href^="/record?id="]').first().click()
  assert.match(await page.locator('h1').textContent(), /^(occupancy|spell):/)
  await page.locator('main a[href^="/people/"]').first().click()
  assert.match(await page.locator('main').textContent(), /Timeline/)
  await page.goBack()
  await page.goBack()
  assert.match(page.url(), /turnover_rate_fte/)
  await page.goto('/position')
  await page.fill('#as_at', '30/9/2025')
  await page.selectOption('#by', 'service')
  await page.click('main form button')
  assert.match(page.url(), /by=service/)
  assert.equal(await page.locator('svg[role=img] title').first().textContent(), 'Position as at 2025-09-30')
})

test('as it prints', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'workforce-lead')
  await page.goto('/position?as_at=2025-09-30&by=service')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.mainstay-filter').isVisible(), false)
  assert.equal(await page.locator('table').first().isVisible(), true)
  assert.equal(await page.locator('svg').first().isVisible(), true)
})

test('a return is checked', async () => {
  await run('csww', 'sample', '--workers', '40', '--year', '2025', '--seed', '3', '--defects', '4', '--out', `${folder}/return.xml`)
  const page = await visitor(chrome, house.url)
  await signIn(page, 'census-analyst')
  await page.goto('/census')
  await page.setInputFiles('#file', `${folder}/return.xml`)
  await page.click('form[action="/census/check"] button')
  assert.match(await page.locator('main').textContent(), /errors and .* queries/)
  await accessible(page, 'a return that was checked')
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').first().click()])
  assert.match(file.suggestedFilename(), /\.csv$/)
  assert.deepEqual(page.complaints, [])
})
