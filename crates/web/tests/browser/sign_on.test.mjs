// Single sign-on with a real provider: the certified `oidc-provider`, on this machine, with people of its own.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'
import { Provider } from 'oidc-provider'
import * as jose from 'jose'
import { accessible, browser, first, folder, picture, serve, visitor } from './house.mjs'

const secret = 'a secret of the tests, long enough to be one'
const people = {
  duty: { name: 'Di Invented', email: 'di@example.org', email_verified: true, groups: ['duty'] },
  hr: { name: 'Bo Synthetic', email: 'bo@example.org', email_verified: true, groups: ['others', 'people'] },
  nobody: { name: 'Cy Testwater', email: 'cy@example.org', email_verified: true, groups: ['others'] },
  boss: { name: 'Ann Example', email: 'boss@example.org', email_verified: false, groups: ['people'] },
}
let house, provider, chrome, keys, tamper = null

/** A provider that lets whoever is named in; `frugal` puts no more into the ID token than it must. */
async function provide({ port = 0, frugal = false } = {}) {
  const server = createServer()
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${server.address().port}`
  const { privateKey } = keys
  const jwk = { ...(await jose.exportJWK(privateKey)), kid: 'tests', alg: 'RS256', use: 'sig' }
  const oidc = new Provider(issuer, {
    clients: [{
      client_id: 'mainstay', client_secret: secret, redirect_uris: ['http://127.0.0.1/sign-in/returned'],
      post_logout_redirect_uris: ['http://127.0.0.1/sign-in'], application_type: 'web',
    }],
    jwks: { keys: [jwk] },
    cookies: { keys: ['tests'] },
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: frugal,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: 'mainstay', accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    renderError(ctx, out) { ctx.type = 'text'; ctx.body = `provider: ${out.error} ${out.error_description ?? ''}` },
  })
  // The port that Mainstay gets is not known before it is served.
  oidc.Client.prototype.redirectUriAllowed = (uri) => /^http:\/\/127\.0\.0\.1:\d+\/sign-in\/returned$/.test(uri)
  oidc.Client.prototype.postLogoutRedirectUriAllowed = (uri) => /^http:\/\/127\.0\.0\.1:\d+\/sign-in$/.test(uri)
  oidc.use(async (ctx, next) => {
    const [, uid, who] = ctx.path.match(/^\/who\/([^/]+)(?:\/(\w+))?$/) ?? []
    if (uid && who === 'stops') return oidc.interactionFinished(ctx.req, ctx.res, { error: 'access_denied' }, { mergeWithLastSubmission: false }).then(() => { ctx.respond = false })
    if (uid && who) return oidc.interactionFinished(ctx.req, ctx.res, { login: { accountId: who } }, { mergeWithLastSubmission: false }).then(() => { ctx.respond = false })
    if (uid) {
      ctx.type = 'html'
      ctx.body = `<!DOCTYPE html><title>Who are you?</title>${[...Object.keys(people), 'stops'].map((one) => `<p><a id="${one}" href="/who/${uid}/${one}">${one}</a>`).join('')}`
      return
    }
    await next()
    if (ctx.path === '/token' && tamper && ctx.body?.id_token) ctx.body = { ...ctx.body, id_token: await tamper(ctx.body.id_token, issuer) }
  })
  server.on('request', oidc.callback())
  return { issuer, port: server.address().port, stop: () => new Promise((done) => { server.close(done); server.closeAllConnections() }) }
}

/** Signs an ID token again with other claims, by the provider's own key or another. */
const resigned = (change, by = keys.privateKey) => (token) =>
  new jose.SignJWT({ ...jose.decodeJwt(token), ...change }).setProtectedHeader({ alg: 'RS256', kid: 'tests' }).sign(by)

async function start(name, issuer, more = '') {
  writeFileSync(`${folder}/secret`, `${secret}\n`)
  writeFileSync(`${folder}/${name}.toml`, `
[oidc]
issuer = "${issuer}"
client-id = "mainstay"
client-secret-file = "secret"
${more}
[[oidc.group]]
name = "people"
role = "hr"
[[oidc.group]]
name = "duty"
role = "team-manager"
teams = ["DUTY"]
`)
  return serve('--store', `${folder}/${name}.db`, 'serve', '--listen', '127.0.0.1:0', '--config', `${name}.toml`)
}

/** Someone comes by single sign-on, from a browser of their own. */
async function comes(who, { url = house.url, next = '/account' } = {}) {
  const page = await visitor(chrome, url)
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
  await page.click('text=Sign in with your council account')
  await page.click(`#${who}`)
  return page
}

/** Goes to the provider and back in someone's browser, as far as the address that leads back. */
async function walk(page, who) {
  let url = `${house.url}/sign-in/single`
  for (let steps = 0; steps < 10; steps++) {
    const { location } = (await page.request.get(url, { maxRedirects: 0 })).headers()
    url = location ? new URL(location, url).href : `${url}/${who}`
    if (url.startsWith(`${house.url}/sign-in/returned`)) return url
  }
  return assert.fail(`${url} does not lead back`)
}

const main = (page) => page.locator('main').textContent()
const here = (page) => new URL(page.url()).pathname

before(async () => {
  keys = await jose.generateKeyPair('RS256', { extractable: true })
  provider = await provide()
  chrome = await browser()
  house = await start('single', provider.issuer)
  await first(chrome, house, { name: 'boss@example.org' })
})
after(async () => {
  await chrome?.close()
  await house?.stop()
  await provider?.stop()
})

test('the provider answers for who somebody is, and the groups for what they may', async () => {
  const page = await visitor(chrome, house.url)
  await page.goto('/sign-in')
  await accessible(page, 'signing in with a council account')
  await picture(page, 'single-sign-on')
  const hr = await comes('hr')
  assert.equal(here(hr), '/account')
  assert.match(await main(hr), /bo@example\.org/)
  assert.match(await main(hr), /HR/)
  await accessible(hr, 'an account of single sign-on')
  assert.equal(await hr.locator('#current').count(), 0, 'there is no password to change')
  const manager = await comes('duty')
  assert.match(await main(manager), /DUTY/)
  assert.deepEqual([...page.complaints, ...hr.complaints, ...manager.complaints], [])
})

test('nobody is sent elsewhere by what stands in the address', async () => {
  const page = await comes('hr', { next: '//example.org/' })
  assert.equal(page.url(), `${house.url}/`)
})

test('without a group there is a friendly page and no account', async () => {
  const page = await comes('nobody')
  assert.match(await main(page), /You are not set up for Mainstay yet/)
  assert.match(await main(page), /reference: [0-9a-f]{8}/)
  await accessible(page, 'no group')
  const boss = await visitor(chrome, house.url)
  await boss.goto('/sign-in')
  await boss.click('text=Sign in with a password')
  await boss.fill('#name', 'boss@example.org')
  await boss.fill('#password', 'a quiet afternoon')
  await boss.click('main form button')
  await boss.goto('/administration')
  assert.ok(!(await main(boss)).includes('cy@example.org'))
  // The same person in another group has other rights the next time, and none when they have left.
  people.nobody.groups = ['duty']
  assert.match(await main(await comes('nobody')), /Team manager/)
  people.nobody.groups = ['people']
  const changed = await comes('nobody')
  assert.match(await main(changed), /HR/)
  people.nobody.groups = []
  assert.match(await main(await comes('nobody')), /not set up/)
  await changed.goto('/')
  assert.equal(here(changed), '/sign-in', 'their session has ended')
  people.nobody.groups = ['others']
})

test('an address that is not verified opens nobody’s account', async () => {
  const page = await comes('boss')
  assert.match(await main(page), /single-sign-on:/)
  assert.ok(!(await main(page)).includes('Administrator'))
})

test('a state of another browser, used twice or made up is not taken', async () => {
  const page = await visitor(chrome, house.url)
  const caught = await walk(page, 'hr')
  const thief = await visitor(chrome, house.url)
  await thief.goto(caught)
  assert.match(await main(thief), /This sign-in cannot be finished/)
  await accessible(thief, 'a state of another browser')
  await thief.goto('/')
  assert.equal(here(thief), '/sign-in')
  await page.goto(caught.replace(/state=[^&]*/, 'state=made-up'))
  assert.match(await main(page), /cannot be finished/)
  await page.goto(caught)
  assert.equal(here(page), '/')
  await page.goto(caught)
  assert.match(await main(page), /cannot be finished/)
})

test('a nonce that was tampered with on the way is noticed', async () => {
  const page = await visitor(chrome, house.url)
  const begun = await page.request.get('/sign-in/single', { maxRedirects: 0 })
  await page.goto(begun.headers().location.replace(/nonce=[^&]*/, 'nonce=another'))
  await page.click('#hr')
  assert.match(await main(page), /could not be believed/)
  assert.match(await main(page), /reference: [0-9a-f]{8}/)
  await accessible(page, 'a nonce that is another')
})

test('an ID token for others, by others or out of date is not believed', async () => {
  const other = (await jose.generateKeyPair('RS256')).privateKey
  const unsigned = (token) => new jose.UnsecuredJWT(jose.decodeJwt(token)).encode()
  for (const [what, changed, why] of [
    ['audience', resigned({ aud: 'somebody-else' }), /audience/i],
    ['issuer', resigned({ iss: 'http://127.0.0.1:1' }), /issuer/i],
    ['time', resigned({ exp: 1700000000 }), /expired/i],
    ['key', resigned({}, other), /signature/i],
    ['algorithm', unsigned, /./],
  ]) {
    tamper = changed
    const page = await comes('hr')
    tamper = null
    const text = await main(page)
    assert.match(text, /could not be believed/, what)
    const [, reference] = text.match(/reference: ([0-9a-f]{8})/)
    const line = house.logged().split('\n').find((line) => line.includes(reference))
    assert.match(line, why, what)
    await page.goto('/')
    assert.equal(here(page), '/sign-in', what)
  }
})

test('whoever stops on the way is told how to start again', async () => {
  const page = await comes('stops')
  assert.match(await main(page), /You were not signed in/)
  await accessible(page, 'stopped on the way')
})

test('signing out ends the session here, and shows the way out there', async () => {
  const page = await comes('hr')
  await page.click('text=Sign out')
  assert.equal(here(page), '/sign-in/out')
  await accessible(page, 'signed out')
  await page.goto('/account')
  assert.equal(here(page), '/sign-in')
  await page.goto('/sign-in/out')
  await page.click('text=Sign out of your council account')
  assert.ok(page.url().startsWith(provider.issuer), page.url())
})

test('without scripts, and with claims that the provider gives only when asked', async () => {
  const frugal = await provide({ frugal: true })
  const served = await start('frugal', frugal.issuer)
  try {
    await first(chrome, served, { name: 'boss@example.org' })
    const context = await visitor(chrome, served.url, { javaScriptEnabled: false })
    await context.goto('/sign-in')
    await context.click('text=Sign in with your council account')
    await context.click('#duty')
    await context.goto('/account')
    assert.match(await main(context), /di@example\.org/)
  } finally {
    await served.stop()
    await frugal.stop()
  }
})

test('while the provider is down, only a named administrator breaks the glass', async () => {
  const down = await provide()
  await down.stop()
  const served = await start('down', down.issuer, 'break-glass = ["boss@example.org"]')
  try {
    const boss = await first(chrome, served, { name: 'boss@example.org' })
    const page = await visitor(chrome, served.url)
    await page.goto('/sign-in')
    await page.click('text=Sign in with your council account')
    assert.match(await main(page), /does not answer/)
    assert.match(await main(page), /reference: [0-9a-f]{8}/)
    await accessible(page, 'the provider is down')
    await boss.click('text=Sign out')
    assert.equal(here(boss), '/sign-in')
    await boss.click('text=Administrators, when the council’s sign-in fails')
    await boss.fill('#name', 'boss@example.org')
    await boss.fill('#password', 'a quiet afternoon')
    await boss.click('main form button')
    await boss.waitForURL((url) => url.pathname === '/')
    // When the provider is up again, so is single sign-on: nothing has to be started again.
    const up = await provide({ port: down.port })
    try {
      assert.match(await main(await comes('hr', { url: served.url })), /bo@example\.org/)
    } finally {
      await up.stop()
    }
    const words = served.logged()
    assert.ok(!words.includes(secret) && !/example\.org/.test(words), 'no secret and no person is logged')
  } finally {
    await served.stop()
  }
})
