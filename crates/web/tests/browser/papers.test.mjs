// A paper from its beginning to its readers, with and without scripts; its HTML as it is published; and a draft that is
// checked claim by claim.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { accessible, accessibleDocument, browser, fits, folder, picture, serve, signIn, visitor } from './house.mjs'

let house, chrome

before(async () => {
  house = await serve('--store', `${folder}/papers.db`, 'demo', '--serve', '--listen', '127.0.0.1:0')
  chrome = await browser()
})
after(async () => {
  await chrome?.close()
  assert.equal(await house?.stop(), 0, 'the program ends well when it is asked to')
})

/** The file that a link gives. */
async function taken(page, text) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`main a:has-text("${text}")`)])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts'
  const meeting = javaScriptEnabled ? '2025-11-06' : '2025-11-13'
  test(`a paper is begun, seen, published and read, ${how}`, async () => {
    const lead = await visitor(chrome, house.url, { javaScriptEnabled })
    await signIn(lead, 'workforce-lead')
    await lead.goto('/papers')
    await lead.selectOption('#template', 'scrutiny-update')
    await lead.fill('#as_at', '2025-09-30')
    await lead.fill('#meeting', meeting)
    await lead.click('main form button')
    if (javaScriptEnabled) await accessible(lead, 'the form of a paper')
    await lead.fill('#reason', 'For the committee')
    await lead.click('button:has-text("Keep it")')
    await lead.waitForURL(/\/papers\/drafts\//)
    if (javaScriptEnabled) {
      await accessible(lead, 'a paper as it would be')
      await picture(lead, 'paper')
    }
    const html = await taken(lead, 'Web page (HTML)')
    assert.match(html.name, /\.html$/)
    const pdf = await taken(lead, 'PDF')
    assert.equal(pdf.bytes.subarray(0, 8).toString(), '%PDF-1.7')
    await lead.click('button:has-text("Publish this paper")')
    await lead.waitForURL(/\/papers\/published\//)
    const path = new URL(lead.url()).pathname
    const reader = await visitor(chrome, house.url, { javaScriptEnabled })
    await signIn(reader, 'reader')
    await reader.goto('/papers')
    await reader.click(`main a[href="${path}"]`)
    if (javaScriptEnabled) await accessible(reader, 'a published paper')
    const published = await taken(reader, 'Web page (HTML)')
    if (javaScriptEnabled) await accessibleDocument(chrome, published.bytes.toString(), 'a paper as HTML')
    assert.deepEqual(lead.complaints.concat(reader.complaints), [])
    await Promise.all([lead.context().close(), reader.context().close()])
  })
}

test('a pasted draft is read with each claim marked in its place', async () => {
  const lead = await visitor(chrome, house.url)
  await signIn(lead, 'workforce-lead')
  await lead.goto('/claims')
  await lead.fill('#text', 'In 2022, the turnover rate in Northumberland was 15.9%. The vacancy rate in Northumberland was 18.1% in 2022.')
  await lead.click('main form button')
  await accessible(lead, 'a paper, checked')
  await picture(lead, 'claims')
  assert.equal(await lead.locator('mark.confirmed').count(), 1)
  assert.equal(await lead.locator('mark.contradicted').count(), 1)
  await lead.click('mark.contradicted a')
  assert.match(lead.url(), /#claim-\d+$/)
  await lead.setViewportSize({ width: 320, height: 640 })
  await fits(lead, 'a paper, checked')
  assert.deepEqual(lead.complaints, [])
  await lead.context().close()
})
