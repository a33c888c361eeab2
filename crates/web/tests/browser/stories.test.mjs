// What people of a council do, from beginning to end.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { accessible, browser, first, folder, picture, serve, signIn, visitor } from './house.mjs'

let house, chrome

before(async () => {
  house = await serve('--store', `${folder}/stories.db`, 'demo', '--serve', '--listen', '127.0.0.1:0')
  chrome = await browser()
})
after(async () => {
  await chrome?.close()
  await house?.stop()
})

test('the first administrator sets the program up', async () => {
  const fresh = await serve('--store', `${folder}/fresh.db`, 'serve', '--listen', '127.0.0.1:0')
  try {
    const link = fresh.printed().match(/\/set-up\/[0-9a-f]{64}/)[0]
    const page = await visitor(chrome, fresh.url)
    await page.goto(link)
    await accessible(page, 'set-up')
    await page.fill('#code', '999')
    await page.fill('#council', 'Testshire')
    await page.fill('#name', 'boss@example.org')
    await page.fill('#shown', 'The Boss')
    await page.fill('#password', 'short')
    await page.click('main form button')
    await accessible(page, 'set-up, refused')
    await page.fill('#password', 'a quiet afternoon')
    await page.click('main form button')
    await page.waitForURL((url) => url.pathname === '/')
    assert.match(await page.locator('main').textContent(), /Testshire/)
    await page.goto('/position')
    await accessible(page, 'an empty record')
    await page.click('text=Sign out')
    await page.fill('#name', 'boss@example.org')
    await page.fill('#password', 'a quiet afternoon')
    await page.click('main form button')
    await page.waitForURL((url) => url.pathname === '/')
    assert.deepEqual(page.complaints, [])
  } finally {
    await fresh.stop()
  }
})

const messy = 'Emp No,Ref,Team,Grade,Contract,Start,Hours\r\nA1,AG-1,ASM,SW,Agency,01/09/2023,1\r\nA2,AG-2,ASM,SW,Casual,someday,1\r\n'
const mended = 'Emp No,Ref,Team,Grade,Contract,Start,Hours\r\nW00013,AG-1,ASM,SW,Agency,01/09/2023,1\r\n'

for (const scripts of [true, false]) {
  test(`a messy file is tried, mapped, mended and accepted, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const page = await visitor(chrome, house.url, { javaScriptEnabled: scripts })
    await signIn(page, 'hr')
    const send = async (name, text) => {
      writeFileSync(`${folder}/${name}`, text)
      await page.goto('/data')
      await page.setInputFiles('#files', `${folder}/${name}`)
      await page.click('main form button')
      await page.waitForURL(/\/data\/uploads\//)
    }
    const mark = scripts ? 'S' : 'N'
    await send('agency-2023-09.csv', messy)
    if (scripts) await accessible(page, 'files that were tried')
    await page.click('text=Map the columns by hand')
    await page.selectOption('#kind', 'occupancy')
    await page.click('text=Choose')
    if (scripts) await accessible(page, 'mapping')
    const fill = async () => {
      for (const [column, heading] of [['occupancy', 'Ref'], ['worker', 'Emp No'], ['team', 'Team'], ['role', 'Grade'], ['fte', 'Hours'], ['from', 'Start'], ['basis', 'Contract']]) {
        await page.selectOption(`#c-${column}`, `:${heading}`)
      }
      await page.selectOption('#c-cover', '=')
      await page.fill('#name', `Agency ${mark}`)
    }
    await fill()
    await page.click('text=Preview')
    await page.fill('#v-cover', 'additional-workload')
    await page.selectOption('#k-basis-0', 'agency')
    await page.selectOption('#k-basis-1', 'supernumerary')
    await page.click('button:has-text("Preview")')
    assert.match(await page.locator('main').textContent(), /someday/)
    if (scripts) {
      await accessible(page, 'a preview')
      await picture(page, 'mapping')
    }
    await page.click('text=Keep and use')
    await page.waitForURL(/mapping=Agency/)
    assert.match(await page.locator('main').textContent(), /someday/)
    assert.equal(await page.locator('text=Accept as one change').count(), 0)
    await send('agency-2023-10.csv', mended.replace('AG-1', `AG-${mark}`))
    await page.selectOption('#mapping', `Agency ${mark}`)
    await page.fill('#as_at', '2023-10-01')
    await page.click('text=Try again')
    assert.match(await page.locator('main').textContent(), new RegExp(`occupancy:AG-${mark}`))
    await page.fill('#reason', 'October')
    await page.click('text=Accept as one change')
    await page.waitForURL(/\/history\/\d+$/)
    assert.match(await page.locator('main').textContent(), /October/)
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  })
}

test('two people change the same record', async () => {
  const [one, two] = [await visitor(chrome, house.url), await visitor(chrome, house.url)]
  await signIn(one, 'hr')
  await signIn(two, 'workforce-lead')
  for (const page of [one, two]) await page.goto('/records/worker/edit?key=W00013')
  const save = async (page, note) => {
    await page.fill('#c-note', note)
    await page.fill('#reason', 'A note')
    await page.click('button:has-text("Save")')
  }
  await save(one, 'First')
  await one.waitForURL(/\/history\//)
  await save(two, 'Second')
  const text = await two.locator('main').textContent()
  for (const part of ['Somebody else changed this record', 'Demonstration hr', 'First', 'Second']) assert.ok(text.includes(part), part)
  await accessible(two, 'somebody else was first')
  await picture(two, 'conflict')
  await two.fill('#reason', 'Mine is right')
  await two.click('button:has-text("Save")')
  await two.waitForURL(/\/history\//)
  await two.fill('#reason', 'No, it was not')
  await two.click('text=Undo this change')
  await two.waitForURL(/\/history\//)
  assert.match(await two.locator('main').textContent(), /First/)
})

test('a late leaver is a restatement', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'workforce-lead')
  const figure = async (known) => {
    await page.goto(`/figures/turnover_rate_fte?to=2023-09-30&known_at=${known}`)
    return page.locator('.mainstay-number').textContent()
  }
  const [then, now] = [await figure('2023-09-30'), await figure('2025-12-15')]
  assert.notEqual(then, now)
  await page.goto('/position/compare?from=2023-09-30&to=2023-09-30&from_known_at=2023-09-30&by=service')
  assert.match(await page.locator('main').textContent(), /Restated/)
})

test('a team manager sees no other team, by page, table, figure or call', async () => {
  const page = await visitor(chrome, house.url)
  await signIn(page, 'team-manager')
  await page.goto('/teams')
  const own = (await page.locator('tbody a').allTextContents()).map((name) => name.trim())
  assert.equal(own.length, 1)
  for (const path of ['/teams/FRD', '/position?team=FRD', '/position?team=FRD&csv=1', '/people/W00001', '/record?id=worker:W00001',
    '/figures/turnover_rate_fte?to=2023-09-30&team=FRD', '/api/v1/position?as_at=2023-09-30&team=FRD', '/api/v1/records/worker', '/history', '/data']) {
    const answer = await page.request.get(path)
    assert.ok([403, 422].includes(answer.status()), `${path}: ${answer.status()}`)
    assert.ok(!(await answer.text()).includes('Front door'), path)
  }
})

/** What a device shows for a secret in base 32 (RFC 6238), some steps from now. */
function code(secret, steps = 0) {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
  const digest = createHmac('sha1', key).update(counter).digest()
  const at = digest[19] & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0')
}

test('an administrator sets one-time codes up, and comes in by them with and without scripts', async () => {
  const fresh = await serve('--store', `${folder}/codes.db`, 'serve', '--listen', '127.0.0.1:0', '--require-codes', 'administrator')
  try {
    const page = await first(chrome, fresh)
    await page.waitForURL((url) => url.pathname === '/account/codes')
    await accessible(page, 'codes on offer')
    await picture(page, 'codes')
    await page.goto('/administration')
    assert.equal(new URL(page.url()).pathname, '/account/codes', 'nothing comes before the codes')
    const drawn = await page.locator('main img').evaluate((image) => image.decode().then(() => image.naturalWidth))
    assert.ok(drawn >= 200, 'the QR code is drawn')
    const secret = await page.locator('#secret').textContent()
    await page.fill('#code', 'wrong')
    await page.click('main form button')
    await accessible(page, 'codes on offer, a wrong one')
    await page.fill('#code', code(secret))
    await page.click('main form button')
    await accessible(page, 'recovery codes')
    const spare = await page.locator('#recovery li').allTextContents()
    assert.equal(spare.length, 10)
    await page.click('text=Go on to the start page')
    await page.goto('/account/codes')
    await accessible(page, 'codes that are on')
    await page.click('text=Sign out')
    const enter = async (page, with_code) => {
      await page.goto('/sign-in?next=%2Faccount')
      await page.fill('#name', 'boss')
      await page.fill('#password', 'a quiet afternoon')
      await page.click('main form button')
      await page.waitForURL((url) => url.pathname === '/sign-in/code')
      if (page.complaints.length === 0) await accessible(page, 'the code is asked for')
      await page.fill('#code', with_code)
      await page.click('main form button')
    }
    await enter(page, '000000')
    await accessible(page, 'a wrong code')
    await page.fill('#code', code(secret, 1))
    await page.click('main form button')
    await page.waitForURL((url) => url.pathname === '/account')
    assert.deepEqual(page.complaints, [])
    const plain = await visitor(chrome, fresh.url, { javaScriptEnabled: false })
    plain.complaints.push('axe needs scripts')
    await enter(plain, spare[3])
    assert.equal(new URL(plain.url()).pathname, '/account')
    const logged = fresh.logged()
    assert.ok(!logged.includes(secret.replaceAll(' ', '')) && !logged.includes(spare[3]), 'no secret is logged')
  } finally {
    await fresh.stop()
  }
})
